package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rlhfworkbench.lm.jinja.Token.Kind;

/**
 * Cuts a template into text and tags. White space around tags goes as with {@code trim_blocks} and {@code lstrip_blocks}:
 * the line break behind a block or comment, and the indentation before one, belong to it; {@code -} takes all white space
 * on its side, {@code +} leaves it.
 */
final class Lexer {

    private static final int UNICODE = Pattern.UNICODE_CHARACTER_CLASS;
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r");
    private static final Pattern RAW = Pattern.compile("\\{%[-+]?\\s*raw\\s*(?:-%}\\s*|%})", UNICODE);
    private static final Pattern RAW_END = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(?:\\+%}|-%}\\s*|%}\n?)", UNICODE);
    private static final Pattern COMMENT_END = Pattern.compile("\\+#}|-#}\\s*|#}\n?", UNICODE);
    private static final Pattern BLOCK_END = Pattern.compile("\\+%}|-%}\\s*|%}\n?", UNICODE);
    private static final Pattern PRINT_END = Pattern.compile("-}}\\s*|}}", UNICODE);

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;

    private Lexer(String source) {
        String unix = LINE_BREAK.matcher(source).replaceAll("\n");
        this.source = unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix;
    }

    /**
     * The tokens of a template, the last of which is {@link Kind#END}.
     *
     * @throws TemplateException where a tag does not end or holds a character that means nothing
     */
    static List<Token> tokens(String source) {
        Lexer lexer = new Lexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        int tag;
        while ((tag = nextTag()) >= 0) {
            char sort = source.charAt(tag + 1);
            data(position, tag, sign(tag + 2), sort != '{');
            Matcher raw = RAW.matcher(source).region(tag, source.length());
            if (sort == '#') {
                comment(signed(tag));
            } else if (raw.lookingAt()) {
                raw(raw.end());
            } else if (sort == '{') {
                tag(tag, Kind.PRINT_BEGIN, Kind.PRINT_END, PRINT_END);
            } else {
                tag(tag, Kind.BLOCK_BEGIN, Kind.BLOCK_END, BLOCK_END);
            }
        }
        data(position, source.length(), ' ', false);
        tokens.add(new Token(Kind.END, "", line));
    }

    private int nextTag() {
        for (int at = source.indexOf('{', position); at >= 0; at = source.indexOf('{', at + 1)) {
            if (at + 1 < source.length() && "{%#".indexOf(source.charAt(at + 1)) >= 0) {
                return at;
            }
        }
        return -1;
    }

    private char sign(int at) {
        return at < source.length() ? source.charAt(at) : ' ';
    }

    /** Where a tag's inside begins. */
    private int signed(int tag) {
        char sign = sign(tag + 2);
        return Math.min(source.length(), tag + (sign == '-' || sign == '+' ? 3 : 2));
    }

    /** Text up to a tag, without the white space that the tag takes. */
    private void data(int from, int to, char sign, boolean block) {
        boolean lineBegins = from == 0 || source.charAt(from - 1) == '\n';
        int end = to;
        if (sign == '-') {
            while (end > from && Python.isSpace(source.charAt(end - 1))) {
                end--;
            }
        } else if (sign != '+' && block) {
            int start = from + source.substring(from, to).lastIndexOf('\n') + 1;
            if ((start > from || lineBegins)
                    && source.substring(start, to).chars().allMatch(Python::isSpace)) {
                end = start;
            }
        }
        if (end > from) {
            tokens.add(new Token(Kind.DATA, source.substring(from, end), line));
        }
        move(to);
    }

    private void move(int to) {
        line += (int)
                source.substring(position, to).chars().filter(c -> c == '\n').count();
        position = to;
    }

    private void comment(int from) {
        Matcher end = COMMENT_END.matcher(source);
        if (!end.find(from)) {
            throw new TemplateException("a comment does not end", line);
        }
        move(end.end());
    }

    private void raw(int from) {
        Matcher end = RAW_END.matcher(source);
        if (!end.find(from)) {
            throw new TemplateException("a raw block does not end", line);
        }
        move(from);
        String sign = end.group(1);
        data(from, end.start(), sign.isEmpty() ? ' ' : sign.charAt(0), true);
        move(end.end());
    }

    private void tag(int at, Kind begin, Kind end, Pattern endPattern) {
        tokens.add(new Token(begin, "", line));
        move(signed(at));
        ExpressionLexer inside = new ExpressionLexer(source, line, tokens);
        Matcher closing = endPattern.matcher(source);
        while (inside.isOpen() || !closing.region(position, source.length()).lookingAt()) {
            move(inside.next(position));
        }
        tokens.add(new Token(end, "", line));
        move(closing.end());
    }
}
