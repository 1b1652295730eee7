package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.List;
import org.rlhfworkbench.lm.jinja.Statement.Assign;
import org.rlhfworkbench.lm.jinja.Statement.AttributeTarget;
import org.rlhfworkbench.lm.jinja.Statement.Branch;
import org.rlhfworkbench.lm.jinja.Statement.CallBlock;
import org.rlhfworkbench.lm.jinja.Statement.Captured;
import org.rlhfworkbench.lm.jinja.Statement.Data;
import org.rlhfworkbench.lm.jinja.Statement.For;
import org.rlhfworkbench.lm.jinja.Statement.Generation;
import org.rlhfworkbench.lm.jinja.Statement.If;
import org.rlhfworkbench.lm.jinja.Statement.Macro;
import org.rlhfworkbench.lm.jinja.Statement.NameTarget;
import org.rlhfworkbench.lm.jinja.Statement.Print;
import org.rlhfworkbench.lm.jinja.Statement.Target;
import org.rlhfworkbench.lm.jinja.Statement.Targets;
import org.rlhfworkbench.lm.jinja.Statement.With;

/** Carries statements out. */
final class Interpreter {

    /** Whether a loop goes on after a statement. */
    private enum Flow {
        ON,
        NEXT_ITEM,
        OUT_OF_LOOP
    }

    private final Rendering rendering;
    private final Evaluator evaluator;
    private final Macros macros;

    Interpreter(Rendering rendering) {
        this.rendering = rendering;
        this.evaluator = new Evaluator(rendering);
        this.macros = new Macros(evaluator, this);
    }

    /** What statements write. */
    Text text(List<Statement> statements, Scope scope) {
        Text.Builder output = new Text.Builder();
        run(statements, scope, output);
        return output.build();
    }

    private Flow run(List<Statement> statements, Scope scope, Text.Builder output) {
        for (Statement statement : statements) {
            Flow flow = run(statement, scope, output);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow run(Statement statement, Scope scope, Text.Builder output) {
        rendering.enter();
        try {
            return carryOut(statement, scope, output);
        } catch (TemplateException e) {
            throw e.at(statement.line());
        } finally {
            rendering.leave();
        }
    }

    private Flow carryOut(Statement statement, Scope scope, Text.Builder output) {
        switch (statement) {
            case Data data -> write(data.text(), output);
            case Print print -> write(evaluator.evaluate(print.expression(), scope), output);
            case If condition -> {
                return run(chosen(condition, scope), scope, output);
            }
            case For loop -> loop(loop, evaluator.evaluate(loop.iterable(), scope), 0, scope, output);
            case Assign assign -> assign(assign.target(), evaluator.evaluate(assign.value(), scope), scope);
            case Captured captured -> capture(captured, scope, output);
            case Macro macro -> scope.set(macro.name(), macros.macro(macro, scope));
            case CallBlock call -> write(macros.call(call, scope), output);
            case With with -> {
                Scope inner = new Scope(scope);
                for (Assign assign : with.assignments()) {
                    assign(assign.target(), evaluator.evaluate(assign.value(), scope), inner);
                }
                return run(with.body(), inner, output);
            }
            case Generation generation -> {
                return run(generation.body(), new Scope(scope), output);
            }
            case Statement.Break stop -> {
                return Flow.OUT_OF_LOOP;
            }
            case Statement.Continue next -> {
                return Flow.NEXT_ITEM;
            }
        }
        return Flow.ON;
    }

    private void write(Value value, Text.Builder output) {
        output.append(rendering.spend(Writing.str(value, rendering)));
    }

    private List<Statement> chosen(If condition, Scope scope) {
        for (Branch branch : condition.branches()) {
            if (evaluator.isTrue(branch.condition(), scope)) {
                return branch.body();
            }
        }
        return condition.otherwise();
    }

    private void loop(For loop, Value iterable, int depth, Scope scope, Text.Builder output) {
        List<Value> items = kept(loop, iterable, scope);
        Callable again = loop.recursive()
                ? new Callable("loop", (arguments, rendering) -> {
                    Text.Builder inner = new Text.Builder();
                    loop(loop, arguments.get(0, "iterable"), depth + 1, scope, inner);
                    return inner.build();
                })
                : null;
        Loop state = new Loop(items, depth, again);
        for (int i = 0; i < items.size(); i++) {
            state.moveTo(i);
            Scope inner = new Scope(scope);
            inner.set("loop", state);
            assign(loop.target(), items.get(i), inner);
            if (run(loop.body(), inner, output) == Flow.OUT_OF_LOOP) {
                break;
            }
        }
        if (items.isEmpty()) {
            run(loop.otherwise(), new Scope(scope), output);
        }
    }

    private List<Value> kept(For loop, Value iterable, Scope scope) {
        List<Value> items = Python.items(iterable, rendering);
        if (loop.condition() == null) {
            return items;
        }
        List<Value> kept = new ArrayList<>();
        for (Value item : items) {
            Scope inner = new Scope(scope);
            assign(loop.target(), item, inner);
            if (evaluator.isTrue(loop.condition(), inner)) {
                kept.add(item);
            }
        }
        return kept;
    }

    private void assign(Target target, Value value, Scope scope) {
        switch (target) {
            case NameTarget name -> scope.set(name.name(), value);
            case AttributeTarget attribute -> {
                if (!(scope.find(attribute.namespace()) instanceof Namespace namespace)) {
                    throw new TemplateException("cannot assign attribute on non-namespace object");
                }
                namespace.set(attribute.attribute(), value);
            }
            case Targets several -> {
                List<Value> parts = Python.items(value, rendering);
                if (parts.size() != several.targets().size()) {
                    throw new TemplateException(
                            several.targets().size() + " values are needed, " + parts.size() + " are there to unpack");
                }
                for (int i = 0; i < parts.size(); i++) {
                    assign(several.targets().get(i), parts.get(i), scope);
                }
            }
        }
    }

    private void capture(Captured captured, Scope scope, Text.Builder output) {
        Scope inner = new Scope(scope);
        inner.set(Captured.BODY, text(captured.body(), inner));
        Value value = evaluator.evaluate(captured.value(), inner);
        if (captured.target() == null) {
            write(value, output);
        } else {
            assign(captured.target(), value, scope);
        }
    }
}
