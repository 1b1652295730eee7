package org.rlhfworkbench.lm.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template does, as it was parsed. Each has its line, for errors. */
sealed interface Statement {

    int line();

    record Data(Text text, int line) implements Statement {}

    record Print(Expression expression, int line) implements Statement {}

    record If(List<Branch> branches, List<Statement> otherwise, int line) implements Statement {}

    record Branch(Expression condition, List<Statement> body) {}

    record For(
            Target target,
            Expression iterable,
            @Nullable Expression condition,
            boolean recursive,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {}

    record Assign(Target target, Expression value, int line) implements Statement {}

    /**
     * {@code {% set x %}…{% endset %}} and {@code {% filter f %}…{% endfilter %}}.
     *
     * @param target null where the result is written
     * @param value what is made of the body's text, which it knows as {@link #BODY}
     */
    record Captured(@Nullable Target target, Expression value, List<Statement> body, int line) implements Statement {

        /** A name that no template can spell. */
        static final String BODY = " body";
    }

    record Macro(String name, Signature signature, List<Statement> body, int line) implements Statement {}

    /** {@code {% call(parameters) f(arguments) %}…{% endcall %}}: the body is the macro's {@code caller}. */
    record CallBlock(Signature signature, Expression.Call call, List<Statement> body, int line) implements Statement {}

    record With(List<Assign> assignments, List<Statement> body, int line) implements Statement {}

    /** {@code {% generation %}…{% endgeneration %}}: a scope that shows which part the assistant wrote. */
    record Generation(List<Statement> body, int line) implements Statement {}

    record Break(int line) implements Statement {}

    record Continue(int line) implements Statement {}

    /** Parameters in order; one without a default has null. */
    record Signature(List<Parameter> parameters) {}

    record Parameter(String name, @Nullable Expression standard) {}

    /** What can be assigned to. */
    sealed interface Target {}

    record NameTarget(String name) implements Target {}

    record AttributeTarget(String namespace, String attribute) implements Target {}

    record Targets(List<Target> targets) implements Target {}
}
