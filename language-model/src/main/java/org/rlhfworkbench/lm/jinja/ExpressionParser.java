package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Expression.Arithmetic;
import org.rlhfworkbench.lm.jinja.Expression.Both;
import org.rlhfworkbench.lm.jinja.Expression.Comparand;
import org.rlhfworkbench.lm.jinja.Expression.Comparison;
import org.rlhfworkbench.lm.jinja.Expression.Concatenation;
import org.rlhfworkbench.lm.jinja.Expression.Conditional;
import org.rlhfworkbench.lm.jinja.Expression.Either;
import org.rlhfworkbench.lm.jinja.Expression.Filtered;
import org.rlhfworkbench.lm.jinja.Expression.Literal;
import org.rlhfworkbench.lm.jinja.Expression.MappingOf;
import org.rlhfworkbench.lm.jinja.Expression.Name;
import org.rlhfworkbench.lm.jinja.Expression.Not;
import org.rlhfworkbench.lm.jinja.Expression.SequenceOf;
import org.rlhfworkbench.lm.jinja.Expression.Signed;
import org.rlhfworkbench.lm.jinja.Expression.Tested;
import org.rlhfworkbench.lm.jinja.Token.Kind;
import org.rlhfworkbench.lm.jinja.Value.Sequence;

/**
 * Jinja's expressions, loosest first: {@code a if b else c}, {@code or}, {@code and}, {@code not}, comparisons,
 * {@code + -}, {@code ~}, {@code * / // %}, {@code **}, signs, then {@code .x [i] (…)} and filters and tests.
 */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> NO_ARGUMENT = Set.of("else", "or", "and");

    private final TokenStream tokens;
    private final PostfixParser postfix;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.postfix = new PostfixParser(tokens, this);
    }

    /** An expression, or several parted by commas, which make a tuple. */
    Expression tuple() {
        return tuple(this::expression, false);
    }

    /** As {@link #tuple()}, of expressions without {@code … if …}, where an {@code if} means something else. */
    Expression unconditionalTuple() {
        return tuple(this::either, false);
    }

    private Expression tuple(Supplier<Expression> item, boolean mayBeEmpty) {
        List<Expression> items = new ArrayList<>();
        boolean comma = false;
        while (!atTupleEnd()) {
            items.add(item.get());
            if (!tokens.takeOperator(",")) {
                break;
            }
            comma = true;
        }
        if (items.isEmpty() && !mayBeEmpty) {
            throw tokens.unexpected("an expression");
        }
        return items.size() == 1 && !comma ? items.getFirst() : new SequenceOf(Sequence.Kind.TUPLE, items);
    }

    private boolean atTupleEnd() {
        return tokens.at(Kind.PRINT_END) || tokens.at(Kind.BLOCK_END) || tokens.atOperator(")");
    }

    Expression expression() {
        tokens.enter();
        Expression expression = either();
        while (tokens.takeName("if")) {
            Expression condition = either();
            Expression otherwise = tokens.takeName("else") ? expression() : null;
            expression = new Conditional(expression, condition, otherwise);
        }
        tokens.leave();
        return expression;
    }

    private Expression either() {
        Expression left = both();
        while (tokens.takeName("or")) {
            left = new Either(left, both());
        }
        return left;
    }

    private Expression both() {
        Expression left = negation();
        while (tokens.takeName("and")) {
            left = new Both(left, negation());
        }
        return left;
    }

    private Expression negation() {
        if (!tokens.takeName("not")) {
            return comparison();
        }
        tokens.enter();
        Expression operand = negation();
        tokens.leave();
        return new Not(operand);
    }

    private Expression comparison() {
        Expression first = sum();
        List<Comparand> others = new ArrayList<>();
        @Nullable String operator;
        while ((operator = comparisonOperator()) != null) {
            others.add(new Comparand(operator, sum()));
        }
        return others.isEmpty() ? first : new Comparison(first, others);
    }

    private @Nullable String comparisonOperator() {
        if (tokens.at(Kind.OPERATOR) && COMPARISONS.contains(tokens.current().text())) {
            return tokens.take().text();
        }
        if (tokens.takeName("in")) {
            return "in";
        }
        if (tokens.atName("not") && tokens.ahead().is(Kind.NAME, "in")) {
            tokens.take();
            tokens.take();
            return "not in";
        }
        return null;
    }

    private Expression sum() {
        return arithmetic(this::concatenation, Set.of("+", "-"));
    }

    private Expression concatenation() {
        List<Expression> parts = new ArrayList<>(List.of(product()));
        while (tokens.takeOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.getFirst() : new Concatenation(parts);
    }

    private Expression product() {
        return arithmetic(this::power, Set.of("*", "/", "//", "%"));
    }

    private Expression power() {
        return arithmetic(() -> unary(true), Set.of("**"));
    }

    private Expression arithmetic(Supplier<Expression> operand, Set<String> operators) {
        Expression left = operand.get();
        while (tokens.at(Kind.OPERATOR) && operators.contains(tokens.current().text())) {
            String operator = tokens.take().text();
            left = new Arithmetic(left, operator, operand.get());
        }
        return left;
    }

    private Expression unary(boolean withFilters) {
        tokens.enter();
        Expression operand;
        if (tokens.takeOperator("-")) {
            operand = new Signed(true, unary(false));
        } else if (tokens.takeOperator("+")) {
            operand = new Signed(false, unary(false));
        } else {
            operand = primary();
        }
        operand = postfix.parts(operand);
        tokens.leave();
        return withFilters ? filtersAndTests(operand) : operand;
    }

    private Expression filtersAndTests(Expression subject) {
        Expression result = subject;
        while (true) {
            if (tokens.atOperator("|")) {
                result = filters(result);
            } else if (tokens.takeName("is")) {
                result = test(result);
            } else if (tokens.atOperator("(")) {
                result = postfix.parts(result);
            } else {
                return result;
            }
        }
    }

    /** {@code |a|b(c)} behind something; nothing there leaves it as it is. */
    Expression filters(Expression subject) {
        Expression result = subject;
        while (tokens.takeOperator("|")) {
            result = filter(result);
        }
        return result;
    }

    /** A filter's name and arguments, without the {@code |}. */
    Expression filter(Expression subject) {
        int line = tokens.line();
        String name = tokens.expect(Kind.NAME, "a filter's name").text();
        Filters.Filter filter = Filters.named(name);
        if (filter == null) {
            throw new TemplateException("no filter named '" + name + "' is known here", line);
        }
        return new Filtered(subject, filter, postfix.optionalArguments());
    }

    private Expression test(Expression subject) {
        boolean negated = tokens.takeName("not");
        int line = tokens.line();
        String name = tokens.expect(Kind.NAME, "a test's name").text();
        Tests.Test test = Tests.named(name);
        if (test == null) {
            throw new TemplateException("no test named '" + name + "' is known here", line);
        }
        Tested tested = new Tested(subject, test, testArguments());
        return negated ? new Not(tested) : tested;
    }

    private Expression.Passed testArguments() {
        if (tokens.atName("is")) {
            throw new TemplateException("tests cannot be chained with 'is'", tokens.line());
        }
        boolean argument = switch (tokens.current().kind()) {
            case NAME -> !NO_ARGUMENT.contains(tokens.current().text());
            case STRING, INTEGER, FLOAT -> true;
            default -> tokens.atOperator("[") || tokens.atOperator("{");
        };
        return argument
                ? new Expression.Passed(List.of(postfix.parts(primary())), Map.of(), null, null)
                : postfix.optionalArguments();
    }

    private Expression primary() {
        Token token = tokens.current();
        return switch (token.kind()) {
            case NAME -> name(tokens.take().text());
            case STRING -> new Literal(Text.written(strings()));
            case INTEGER -> new Literal(Numbers.whole(tokens.take()));
            case FLOAT -> new Literal(Numbers.real(tokens.take()));
            default -> {
                if (tokens.takeOperator("(")) {
                    Expression inner = tuple(this::expression, true);
                    tokens.expectOperator(")");
                    yield inner;
                }
                if (tokens.takeOperator("[")) {
                    yield new SequenceOf(Sequence.Kind.LIST, listed("]", this::expression));
                }
                if (tokens.takeOperator("{")) {
                    yield new MappingOf(listed("}", this::entry));
                }
                throw tokens.unexpected("an expression");
            }
        };
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> new Literal(Value.of(true));
            case "false", "False" -> new Literal(Value.of(false));
            case "none", "None" -> new Literal(Value.None.NONE);
            default -> new Name(name);
        };
    }

    private String strings() {
        StringBuilder joined = new StringBuilder();
        while (tokens.at(Kind.STRING)) {
            joined.append(tokens.take().text());
        }
        return joined.toString();
    }

    private Map.Entry<Expression, Expression> entry() {
        Expression key = expression();
        tokens.expectOperator(":");
        return Map.entry(key, expression());
    }

    private <T> List<T> listed(String end, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        while (!tokens.takeOperator(end)) {
            items.add(item.get());
            if (!tokens.atOperator(end)) {
                tokens.expectOperator(",");
            }
        }
        return items;
    }
}
