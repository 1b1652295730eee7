package org.rlhfworkbench.feedback.conversation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who says a message. */
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT;

    /** The name in files: {@code system}, {@code user}, {@code assistant}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(name))
                .findFirst();
    }
}
