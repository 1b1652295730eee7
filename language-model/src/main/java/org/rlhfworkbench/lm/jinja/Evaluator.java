package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Expression.Arithmetic;
import org.rlhfworkbench.lm.jinja.Expression.Attribute;
import org.rlhfworkbench.lm.jinja.Expression.Both;
import org.rlhfworkbench.lm.jinja.Expression.Call;
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
import org.rlhfworkbench.lm.jinja.Expression.Passed;
import org.rlhfworkbench.lm.jinja.Expression.SequenceOf;
import org.rlhfworkbench.lm.jinja.Expression.Signed;
import org.rlhfworkbench.lm.jinja.Expression.Slice;
import org.rlhfworkbench.lm.jinja.Expression.Subscript;
import org.rlhfworkbench.lm.jinja.Expression.Tested;
import org.rlhfworkbench.lm.jinja.Value.Mapping;
import org.rlhfworkbench.lm.jinja.Value.None;
import org.rlhfworkbench.lm.jinja.Value.Real;
import org.rlhfworkbench.lm.jinja.Value.Sequence;
import org.rlhfworkbench.lm.jinja.Value.Undefined;

/** Works expressions out. */
final class Evaluator {

    private final Rendering rendering;

    Evaluator(Rendering rendering) {
        this.rendering = rendering;
    }

    Value evaluate(Expression expression, Scope scope) {
        rendering.enter();
        Value value = switch (expression) {
            case Literal literal -> literal.value();
            case Name name -> named(name.name(), scope);
            case SequenceOf sequence -> new Sequence(sequence.kind(), all(sequence.items(), scope));
            case MappingOf mapping -> mapping(mapping, scope);
            case Attribute attribute -> Attributes.attribute(evaluate(attribute.object(), scope), attribute.name());
            case Subscript subscript ->
                Attributes.subscript(
                        evaluate(subscript.object(), scope), evaluate(subscript.index(), scope), rendering);
            case Slice slice ->
                Slicing.slice(
                        evaluate(slice.object(), scope),
                        optional(slice.from(), scope),
                        optional(slice.to(), scope),
                        optional(slice.step(), scope),
                        rendering);
            case Call call -> call(call, scope);
            case Filtered filtered ->
                filtered.filter()
                        .apply(evaluate(filtered.subject(), scope), arguments(filtered.passed(), scope), rendering);
            case Tested tested ->
                Value.of(tested.test()
                        .holds(evaluate(tested.subject(), scope), arguments(tested.passed(), scope), rendering));
            case Not not -> Value.of(!isTrue(not.operand(), scope));
            case Signed signed -> signed(signed.negative(), evaluate(signed.operand(), scope));
            case Arithmetic arithmetic ->
                Operators.apply(
                        evaluate(arithmetic.left(), scope),
                        arithmetic.operator(),
                        evaluate(arithmetic.right(), scope),
                        rendering);
            case Both both -> {
                Value left = evaluate(both.left(), scope);
                yield Python.isTrue(left) ? evaluate(both.right(), scope) : left;
            }
            case Either either -> {
                Value left = evaluate(either.left(), scope);
                yield Python.isTrue(left) ? left : evaluate(either.right(), scope);
            }
            case Comparison comparison -> comparison(comparison, scope);
            case Concatenation concatenation -> concatenation(concatenation.parts(), scope);
            case Conditional conditional -> conditional(conditional, scope);
        };
        rendering.leave();
        return value;
    }

    boolean isTrue(Expression condition, Scope scope) {
        return Python.isTrue(evaluate(condition, scope));
    }

    private static Value named(String name, Scope scope) {
        Value value = scope.find(name);
        if (value == null) {
            value = Globals.named(name);
        }
        return value == null ? new Undefined("'" + name + "' is undefined") : value;
    }

    private Value optional(@Nullable Expression expression, Scope scope) {
        return expression == null ? None.NONE : evaluate(expression, scope);
    }

    private List<Value> all(List<Expression> expressions, Scope scope) {
        List<Value> values = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            values.add(evaluate(expression, scope));
        }
        return values;
    }

    private Value mapping(MappingOf mapping, Scope scope) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (Map.Entry<Expression, Expression> entry : mapping.entries()) {
            entries.put(Python.key(evaluate(entry.getKey(), scope)), evaluate(entry.getValue(), scope));
        }
        return new Mapping(entries);
    }

    Value call(Call call, Scope scope) {
        return call(evaluate(call.callee(), scope), arguments(call.passed(), scope));
    }

    Value call(Value callee, Arguments arguments) {
        return switch (callee) {
            case Callable callable -> callable.call(arguments, rendering);
            case Loop loop -> loop.call(arguments, rendering);
            case Undefined undefined -> throw undefined.error();
            default -> throw new TemplateException("'" + Python.typeName(callee) + "' object is not callable");
        };
    }

    Arguments arguments(Passed passed, Scope scope) {
        if (passed == Passed.NOTHING) {
            return Arguments.NONE;
        }
        List<Value> positional = all(passed.positional(), scope);
        if (passed.spread() != null) {
            positional.addAll(Python.items(evaluate(passed.spread(), scope), rendering));
        }
        Map<String, Value> named = new LinkedHashMap<>();
        passed.named().forEach((name, value) -> named.put(name, evaluate(value, scope)));
        if (passed.spreadNamed() != null) {
            if (!(evaluate(passed.spreadNamed(), scope) instanceof Mapping mapping)) {
                throw new TemplateException("what follows ** is no dictionary");
            }
            mapping.entries().forEach((name, value) -> named.put(name.toString(), value));
        }
        return new Arguments(positional, named);
    }

    private static Value signed(boolean negative, Value operand) {
        if (operand instanceof Real real) {
            return negative ? new Real(-real.value()) : real;
        }
        long whole = Python.whole(operand);
        return Value.of(negative ? -whole : whole);
    }

    private Value comparison(Comparison comparison, Scope scope) {
        Value left = evaluate(comparison.first(), scope);
        for (Comparand comparand : comparison.others()) {
            Value right = evaluate(comparand.operand(), scope);
            if (!Comparing.holds(left, comparand.operator(), right, rendering)) {
                return Value.of(false);
            }
            left = right;
        }
        return Value.of(true);
    }

    private Value concatenation(List<Expression> parts, Scope scope) {
        Text.Builder builder = new Text.Builder();
        for (Expression part : parts) {
            builder.append(rendering.spend(Writing.str(evaluate(part, scope), rendering)));
        }
        return builder.build();
    }

    private Value conditional(Conditional conditional, Scope scope) {
        if (isTrue(conditional.condition(), scope)) {
            return evaluate(conditional.then(), scope);
        }
        return conditional.otherwise() == null
                ? new Undefined("the inline if-expression evaluated to false and no else section was defined")
                : evaluate(conditional.otherwise(), scope);
    }
}
