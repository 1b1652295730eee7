package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code attribute} that filters read of each item: {@code 'role'}, {@code 'function.name'} or {@code 0}. */
record Path(List<Value> steps) {

    static Path of(Value attribute) {
        if (!(attribute instanceof Text text)) {
            return new Path(List.of(attribute));
        }
        List<Value> steps = new ArrayList<>();
        for (String step : text.toString().split("\\.", -1)) {
            boolean isNumber =
                    !step.isEmpty() && step.length() < 10 && step.chars().allMatch(Character::isDigit);
            steps.add(isNumber ? Value.of(Long.parseLong(step)) : Text.written(step));
        }
        return new Path(steps);
    }

    Value of(Value item, Rendering rendering) {
        return of(item, null, rendering);
    }

    /** As Jinja has it, what stands in for a part that is missing is searched for the next step too. */
    Value of(Value item, @Nullable Value otherwise, Rendering rendering) {
        Value value = item;
        for (Value step : steps) {
            value = Attributes.subscript(value, step, rendering);
            if (value instanceof Value.Undefined && otherwise != null) {
                value = otherwise;
            }
        }
        return value;
    }
}
