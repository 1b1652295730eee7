package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Expression.Attribute;
import org.rlhfworkbench.lm.jinja.Expression.Call;
import org.rlhfworkbench.lm.jinja.Expression.Literal;
import org.rlhfworkbench.lm.jinja.Expression.Passed;
import org.rlhfworkbench.lm.jinja.Expression.SequenceOf;
import org.rlhfworkbench.lm.jinja.Expression.Slice;
import org.rlhfworkbench.lm.jinja.Expression.Subscript;
import org.rlhfworkbench.lm.jinja.Token.Kind;

/** What follows a value directly: {@code .name}, {@code [index]}, {@code [from:to:step]} and {@code (arguments)}. */
final class PostfixParser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    PostfixParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expression parts(Expression of) {
        Expression result = of;
        while (true) {
            if (tokens.takeOperator(".")) {
                result = attribute(result);
            } else if (tokens.takeOperator("[")) {
                result = subscript(result);
            } else if (tokens.atOperator("(")) {
                result = new Call(result, optionalArguments());
            } else {
                return result;
            }
        }
    }

    private Expression attribute(Expression object) {
        if (tokens.at(Kind.INTEGER)) {
            return new Subscript(object, new Literal(Numbers.whole(tokens.take())));
        }
        return new Attribute(object, tokens.expect(Kind.NAME, "a name").text());
    }

    private Expression subscript(Expression object) {
        Expression from = tokens.atOperator(":") ? null : expressions.expression();
        if (from != null && !tokens.atOperator(":")) {
            return new Subscript(object, indexes(from));
        }
        tokens.expectOperator(":");
        Expression to = bound();
        Expression step = tokens.takeOperator(":") ? bound() : null;
        tokens.expectOperator("]");
        return new Slice(object, from, to, step);
    }

    private Expression indexes(Expression first) {
        List<Expression> indexes = new ArrayList<>(List.of(first));
        while (tokens.takeOperator(",")) {
            indexes.add(expressions.expression());
        }
        tokens.expectOperator("]");
        return indexes.size() == 1 ? first : new SequenceOf(Value.Sequence.Kind.TUPLE, indexes);
    }

    private @Nullable Expression bound() {
        return tokens.atOperator(":") || tokens.atOperator("]") ? null : expressions.expression();
    }

    /** {@code (a, b, c=d, *e, **f)}, or nothing if no bracket opens. */
    Passed optionalArguments() {
        if (!tokens.takeOperator("(")) {
            return Passed.NOTHING;
        }
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        Expression spread = null;
        Expression spreadNamed = null;
        while (!tokens.takeOperator(")")) {
            if (tokens.takeOperator("*")) {
                spread = expressions.expression();
            } else if (tokens.takeOperator("**")) {
                spreadNamed = expressions.expression();
            } else if (tokens.at(Kind.NAME) && tokens.ahead().is(Kind.OPERATOR, "=")) {
                String name = tokens.take().text();
                tokens.take();
                named.put(name, expressions.expression());
            } else if (named.isEmpty() && spread == null && spreadNamed == null) {
                positional.add(expressions.expression());
            } else {
                throw tokens.unexpected("a named argument");
            }
            if (!tokens.atOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        return new Passed(positional, named, spread, spreadNamed);
    }
}
