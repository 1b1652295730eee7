package org.rlhfworkbench.feedback.prompts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.rlhfworkbench.feedback.conversation.Conversation;

/** SHA-256 of a conversation's normalised form: equal for prompts that say the same. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(Conversation conversation) {
        try {
            byte[] text = conversation.normalised().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
