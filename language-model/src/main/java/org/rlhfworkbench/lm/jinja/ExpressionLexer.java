package org.rlhfworkbench.lm.jinja;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rlhfworkbench.lm.jinja.Token.Kind;

/** Cuts what is inside a tag. The patterns never go back, so that their time is linear and their stack flat. */
final class ExpressionLexer {

    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern FLOAT = Pattern.compile("(?<!\\.)(?:\\d++_)*+\\d++"
            + "(?:(?:\\.(?:\\d++_)*+\\d++)?[eE][+-]?(?:\\d++_)*+\\d++|\\.(?:\\d++_)*+\\d++)");
    private static final Pattern INTEGER = Pattern.compile(
            "0[xX](?:_?[\\da-fA-F])++|0[bB](?:_?[01])++|0[oO](?:_?[0-7])++|[1-9](?:_?\\d)*+|0(?:_?0)*+");
    private static final Pattern NAME = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern STRING =
            Pattern.compile("'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"", Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}<>=.:|,;]");

    private final String source;
    private final List<Token> tokens;
    private final Deque<String> open = new ArrayDeque<>();
    private int line;

    ExpressionLexer(String source, int line, List<Token> tokens) {
        this.source = source;
        this.line = line;
        this.tokens = tokens;
    }

    /** Whether a bracket is open, so that {@code }}} does not end the tag. */
    boolean isOpen() {
        return !open.isEmpty();
    }

    /** Takes one token. Returns where it ends. */
    int next(int at) {
        int end;
        if ((end = end(SPACE, at)) > at) {
            line += (int)
                    source.substring(at, end).chars().filter(c -> c == '\n').count();
        } else if ((end = end(FLOAT, at)) > at) {
            add(Kind.FLOAT, at, end);
        } else if ((end = end(INTEGER, at)) > at) {
            add(Kind.INTEGER, at, end);
        } else if ((end = end(NAME, at)) > at) {
            add(Kind.NAME, at, end);
        } else if ((end = end(STRING, at)) > at) {
            tokens.add(new Token(Kind.STRING, StringLiteral.meaning(source.substring(at + 1, end - 1), line), line));
            line += (int)
                    source.substring(at, end).chars().filter(c -> c == '\n').count();
        } else if ((end = end(OPERATOR, at)) > at) {
            balance(source.substring(at, end));
            add(Kind.OPERATOR, at, end);
        } else {
            throw new TemplateException(
                    at < source.length() ? "unexpected char '" + source.charAt(at) + "'" : "a tag does not end", line);
        }
        return end;
    }

    private int end(Pattern pattern, int at) {
        Matcher matcher = pattern.matcher(source)
                .useTransparentBounds(true)
                .region(Math.min(at, source.length()), source.length());
        return matcher.lookingAt() ? matcher.end() : -1;
    }

    private void add(Kind kind, int from, int to) {
        tokens.add(new Token(kind, source.substring(from, to), line));
    }

    private void balance(String operator) {
        switch (operator) {
            case "(" -> open.push(")");
            case "[" -> open.push("]");
            case "{" -> open.push("}");
            case ")", "]", "}" -> {
                if (open.isEmpty() || !open.pop().equals(operator)) {
                    throw new TemplateException("unexpected '" + operator + "'", line);
                }
            }
            default -> {}
        }
    }
}
