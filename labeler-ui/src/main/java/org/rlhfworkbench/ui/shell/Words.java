package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.i18n.I18NProvider;

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
}
