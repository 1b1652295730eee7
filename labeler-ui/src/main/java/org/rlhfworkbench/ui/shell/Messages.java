package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.i18n.I18NProvider;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The words of the application, from {@code messages*.properties}; a missing key shows itself instead of failing. */
@Component
class Messages implements I18NProvider {
    private static final Logger log = LoggerFactory.getLogger(Messages.class);
    private static final String BUNDLE = "messages";
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    static Set<String> keys() {
        return ResourceBundle.getBundle(BUNDLE, Locale.ENGLISH, NO_FALLBACK).keySet();
    }

    @Override
    public List<Locale> getProvidedLocales() {
        return List.of(Locale.ENGLISH);
    }

    @Override
    public String getTranslation(String key, Locale locale, Object... parameters) {
        try {
            String pattern =
                    ResourceBundle.getBundle(BUNDLE, locale, NO_FALLBACK).getString(key);
            return parameters.length == 0 ? pattern : new MessageFormat(pattern, locale).format(parameters);
        } catch (MissingResourceException missing) {
            log.error("The message {} is missing.", key);
            return key;
        }
    }
}
