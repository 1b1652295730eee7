package org.rlhfworkbench.feedback.people;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.Refusal;

/** Random passwords and pseudonyms, without characters that are easily confused. */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int MIN_CHARACTERS = 10;
    /** What bcrypt takes into account. */
    private static final int MAX_BYTES = 72;

    private Secrets() {}

    /** 20 characters, 99 bits. */
    static String password() {
        return random(5) + "-" + random(5) + "-" + random(5) + "-" + random(5);
    }

    static String pseudonym() {
        return "labeler-" + random(6);
    }

    static void check(String password) {
        if (password.codePointCount(0, password.length()) < MIN_CHARACTERS) {
            throw new Invalid("password", Refusal.PASSWORD_SHORT, MIN_CHARACTERS);
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new Invalid("password", Refusal.PASSWORD_LONG, MAX_BYTES);
        }
    }

    private static String random(int length) {
        return RANDOM.ints(length, 0, ALPHABET.length())
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .collect(Collectors.joining());
    }
}
