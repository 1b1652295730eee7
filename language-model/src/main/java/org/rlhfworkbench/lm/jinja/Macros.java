package org.rlhfworkbench.lm.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.jinja.Statement.CallBlock;
import org.rlhfworkbench.lm.jinja.Statement.Macro;
import org.rlhfworkbench.lm.jinja.Statement.Parameter;
import org.rlhfworkbench.lm.jinja.Statement.Signature;
import org.rlhfworkbench.lm.jinja.Value.Sequence;
import org.rlhfworkbench.lm.jinja.Value.Undefined;

/** Makes macros callable. */
final class Macros {

    private static final String CALLER = "caller";

    private final Evaluator evaluator;
    private final Interpreter interpreter;

    Macros(Evaluator evaluator, Interpreter interpreter) {
        this.evaluator = evaluator;
        this.interpreter = interpreter;
    }

    /** A macro that sees the names around its definition. */
    Callable macro(Macro macro, Scope around) {
        return callable(macro.name(), macro.signature(), macro.body(), around);
    }

    /** What a call block writes: the called macro's text, which may call the block's body by the name of caller. */
    Value call(CallBlock block, Scope scope) {
        Callable caller = callable(CALLER, block.signature(), block.body(), scope);
        Arguments given = evaluator.arguments(block.call().passed(), scope);
        Map<String, Value> named = new LinkedHashMap<>(given.named());
        named.put(CALLER, caller);
        return evaluator.call(
                evaluator.evaluate(block.call().callee(), scope), new Arguments(given.positional(), named));
    }

    private Callable callable(String name, Signature signature, List<Statement> body, Scope around) {
        return new Callable(name, (arguments, rendering) -> {
            rendering.enter();
            Scope scope = new Scope(around);
            bind(signature, arguments, scope);
            Text text = interpreter.text(body, scope);
            rendering.leave();
            return text;
        });
    }

    private void bind(Signature signature, Arguments arguments, Scope scope) {
        List<Parameter> parameters = signature.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            Value given = arguments.find(i, parameter.name());
            if (given == null) {
                given = parameter.standard() == null
                        ? new Undefined("parameter '" + parameter.name() + "' was not provided")
                        : evaluator.evaluate(parameter.standard(), scope);
            }
            scope.set(parameter.name(), given);
        }
        List<String> names = parameters.stream().map(Parameter::name).toList();
        Map<String, Value> others = new LinkedHashMap<>(arguments.named());
        names.forEach(others::remove);
        Value caller = others.remove(CALLER);
        if (caller != null) {
            scope.set(CALLER, caller);
        }
        scope.set(
                "varargs",
                new Sequence(
                        Sequence.Kind.TUPLE, arguments.from(parameters.size()).positional()));
        scope.set("kwargs", Value.mapping(others));
    }
}
