package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.server.VaadinRequest;
import jakarta.servlet.http.Cookie;
import java.util.Arrays;
import java.util.Locale;

/** Light, dark, or what the operating system says; kept in a cookie so that the first paint is already right. */
public enum Theme {
    SYSTEM,
    LIGHT,
    DARK;

    public static final String COOKIE = "theme";

    public String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Theme of(VaadinRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return SYSTEM;
        }
        return Arrays.stream(cookies)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .flatMap(cookie -> Arrays.stream(values())
                        .filter(theme -> theme.attribute().equals(cookie.getValue())))
                .findFirst()
                .orElse(SYSTEM);
    }
}
