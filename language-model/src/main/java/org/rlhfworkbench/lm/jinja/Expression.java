package org.rlhfworkbench.lm.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a template can compute, as it was parsed. */
sealed interface Expression {

    record Literal(Value value) implements Expression {}

    record Name(String name) implements Expression {}

    record SequenceOf(Value.Sequence.Kind kind, List<Expression> items) implements Expression {}

    record MappingOf(List<Map.Entry<Expression, Expression>> entries) implements Expression {}

    record Attribute(Expression object, String name) implements Expression {}

    record Subscript(Expression object, Expression index) implements Expression {}

    record Slice(
            Expression object,
            @Nullable Expression from,
            @Nullable Expression to,
            @Nullable Expression step) implements Expression {}

    record Call(Expression callee, Passed passed) implements Expression {}

    record Filtered(Expression subject, Filters.Filter filter, Passed passed) implements Expression {}

    record Tested(Expression subject, Tests.Test test, Passed passed) implements Expression {}

    record Not(Expression operand) implements Expression {}

    record Signed(boolean negative, Expression operand) implements Expression {}

    record Arithmetic(Expression left, String operator, Expression right) implements Expression {}

    record Both(Expression left, Expression right) implements Expression {}

    record Either(Expression left, Expression right) implements Expression {}

    /** {@code a < b <= c}: each neighbour is compared. */
    record Comparison(Expression first, List<Comparand> others) implements Expression {}

    record Comparand(String operator, Expression operand) {}

    /** {@code a ~ b}. */
    record Concatenation(List<Expression> parts) implements Expression {}

    record Conditional(
            Expression then, Expression condition, @Nullable Expression otherwise) implements Expression {}

    /** The arguments of a call as written; {@code *a} and {@code **b} are spread. */
    record Passed(
            List<Expression> positional,
            Map<String, Expression> named,
            @Nullable Expression spread,
            @Nullable Expression spreadNamed) {

        static final Passed NOTHING = new Passed(List.of(), Map.of(), null, null);
    }
}
