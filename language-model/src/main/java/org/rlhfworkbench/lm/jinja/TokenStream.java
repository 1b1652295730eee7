package org.rlhfworkbench.lm.jinja;

import java.util.List;
import org.rlhfworkbench.lm.jinja.Token.Kind;

/** Tokens to read from the front, with a bound on how deep they nest. */
final class TokenStream {

    /** What is nested deeper no person wrote; it would overflow the stack. */
    private static final int DEEPEST = 100;

    private final List<Token> tokens;
    private int next;
    private int depth;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(next);
    }

    Token ahead() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    int line() {
        return current().line();
    }

    Token take() {
        Token token = current();
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    boolean at(Kind kind) {
        return current().kind() == kind;
    }

    boolean atOperator(String text) {
        return current().is(Kind.OPERATOR, text);
    }

    boolean atName(String text) {
        return current().is(Kind.NAME, text);
    }

    boolean takeOperator(String text) {
        return takeIf(atOperator(text));
    }

    boolean takeName(String text) {
        return takeIf(atName(text));
    }

    private boolean takeIf(boolean wanted) {
        if (wanted) {
            next++;
        }
        return wanted;
    }

    void expectOperator(String text) {
        if (!takeOperator(text)) {
            throw unexpected("'" + text + "'");
        }
    }

    void expectName(String text) {
        if (!takeName(text)) {
            throw unexpected("'" + text + "'");
        }
    }

    Token expect(Kind kind, String what) {
        if (!at(kind)) {
            throw unexpected(what);
        }
        return take();
    }

    TemplateException unexpected(String wanted) {
        return new TemplateException(
                "expected " + wanted + ", got '" + current().described() + "'", line());
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new TemplateException("it nests deeper than " + DEEPEST + " levels", line());
        }
    }

    void leave() {
        depth--;
    }
}
