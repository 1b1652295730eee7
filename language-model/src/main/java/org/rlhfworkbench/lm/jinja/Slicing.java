package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.List;
import org.rlhfworkbench.lm.jinja.Value.None;
import org.rlhfworkbench.lm.jinja.Value.Sequence;
import org.rlhfworkbench.lm.jinja.Value.Undefined;

/** {@code [index]} and {@code [from:to:step]} of texts and lists; negative ones count from the end. */
final class Slicing {

    private Slicing() {}

    /** One item. */
    static Value at(Value object, long index, Rendering rendering) {
        long length = Python.length(object);
        long place = index < 0 ? index + length : index;
        if (place < 0 || place >= length) {
            return new Undefined("'" + Python.typeName(object) + " object' has no element " + index);
        }
        if (object instanceof Sequence sequence) {
            return sequence.items().get((int) place);
        }
        Text text = Python.text(object);
        rendering.spend(1 + text.length() / 64);
        int start = text.toString().offsetByCodePoints(0, (int) place);
        return text.substring(start, text.toString().offsetByCodePoints(start, 1));
    }

    static Text prefix(Text text, long codePoints) {
        int count = (int) Math.min(codePoints, Python.length(text));
        return text.substring(0, text.toString().offsetByCodePoints(0, count));
    }

    /** Some items; a bound that is {@code None} is open. */
    static Value slice(Value object, Value from, Value to, Value step, Rendering rendering) {
        if (object instanceof Undefined undefined) {
            throw undefined.error();
        }
        long stride = step == None.NONE ? 1 : Python.index(Python.whole(step));
        if (stride == 0) {
            throw new TemplateException("slice step cannot be zero");
        }
        if (!(object instanceof Text || object instanceof Sequence)) {
            throw new TemplateException("'" + Python.typeName(object) + "' object cannot be sliced");
        }
        long length = Python.length(object);
        long first = bound(from, length, stride, stride > 0 ? 0 : length - 1);
        long last = bound(to, length, stride, stride > 0 ? length : -1);
        if (object instanceof Text text && stride == 1) {
            return between(text, first, Math.max(first, last), rendering);
        }
        List<Value> items = Python.items(object, rendering);
        List<Value> some = new ArrayList<>();
        for (long i = first; stride > 0 ? i < last : i > last; i += stride) {
            some.add(items.get((int) i));
        }
        if (object instanceof Sequence sequence) {
            return new Sequence(sequence.kind(), some);
        }
        Text.Builder builder = new Text.Builder();
        some.forEach(character -> builder.append((Text) character));
        return builder.build();
    }

    private static long bound(Value given, long length, long stride, long open) {
        if (given == None.NONE) {
            return open;
        }
        long index = Python.whole(given);
        long place = index < 0 ? index + length : index;
        return stride > 0 ? Math.clamp(place, 0, length) : Math.clamp(place, -1, length - 1);
    }

    private static Text between(Text text, long first, long last, Rendering rendering) {
        int start = text.toString().offsetByCodePoints(0, (int) first);
        return rendering.spend(text.substring(start, text.toString().offsetByCodePoints(start, (int) (last - first))));
    }
}
