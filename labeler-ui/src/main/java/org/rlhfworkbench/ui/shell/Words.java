package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.i18n.I18NProvider;
import java.util.Map;
import java.util.stream.Collectors;

/** Every visible string comes through here. */
public final class Words {
    private Words() {}

    /**
     * The message of a key in the reader's language.
     *
     * @param parameters go into {@code {0}}, {@code {1}} … as {@link java.text.MessageFormat} says
     */
    public static String say(String key, Object... parameters) {
        return I18NProvider.translate(key, parameters);
    }

    /** The messages whose keys begin so, for a script, by the rest of their keys. Gaps such as {@code {0}} stay. */
    public static Map<String, String> beginningWith(String prefix) {
        return Messages.keys().stream()
                .filter(key -> key.startsWith(prefix))
                .collect(Collectors.toMap(key -> key.substring(prefix.length()), key -> say(key)));
    }
}
