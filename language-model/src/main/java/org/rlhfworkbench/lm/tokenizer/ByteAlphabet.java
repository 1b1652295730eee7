package org.rlhfworkbench.lm.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * The 256 printable characters that stand for the 256 bytes in a byte-level vocabulary (GPT-2's
 * {@code bytes_to_unicode}): printable Latin-1 characters stand for themselves, the rest are U+0100 and up.
 */
final class ByteAlphabet {

    private static final char[] CHARACTERS = new char[256];

    static {
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            CHARACTERS[b] = printable ? (char) b : next++;
        }
    }

    private ByteAlphabet() {}

    static char of(int unsignedByte) {
        return CHARACTERS[unsignedByte];
    }

    static String spell(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder spelled = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            spelled.append(of(b & 0xFF));
        }
        return spelled.toString();
    }
}
