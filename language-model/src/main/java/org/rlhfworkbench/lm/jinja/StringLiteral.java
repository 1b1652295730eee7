package org.rlhfworkbench.lm.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a quoted string means, with Python's escapes. */
final class StringLiteral {

    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\(?:(?<hex>x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|(?<octal>[0-7]{1,3})|(?<one>.))",
            Pattern.DOTALL);

    private StringLiteral() {}

    static String meaning(String quoted, int line) {
        if (quoted.indexOf('\\') < 0) {
            return quoted;
        }
        StringBuilder meant = new StringBuilder(quoted.length());
        Matcher matcher = ESCAPE.matcher(quoted);
        int end = 0;
        while (matcher.find()) {
            meant.append(quoted, end, matcher.start());
            end = matcher.end();
            if (matcher.group("hex") != null) {
                long codePoint = Long.parseLong(matcher.group("hex").substring(1), 16);
                if (codePoint > Character.MAX_CODE_POINT) {
                    throw new TemplateException("\\" + matcher.group("hex") + " is no character", line);
                }
                meant.appendCodePoint((int) codePoint);
            } else if (matcher.group("octal") != null) {
                meant.appendCodePoint(Integer.parseInt(matcher.group("octal"), 8));
            } else {
                meant.append(single(matcher.group("one")));
            }
        }
        return meant.append(quoted, end, quoted.length()).toString();
    }

    private static String single(String escaped) {
        return switch (escaped) {
            case "\n" -> "";
            case "n" -> "\n";
            case "t" -> "\t";
            case "r" -> "\r";
            case "b" -> "\b";
            case "f" -> "\f";
            case "a" -> "\u0007";
            case "v" -> "\u000B";
            case "\\", "'", "\"" -> escaped;
            default -> "\\" + escaped;
        };
    }
}
