package org.rlhfworkbench.lm.jinja;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Attributes.Method;
import org.rlhfworkbench.lm.jinja.Value.None;
import org.rlhfworkbench.lm.jinja.Value.Sequence;

/** The methods of Python's {@code str} that templates use. */
final class TextMethods {

    private TextMethods() {}

    /** A method; null if there is none of this name. */
    static @Nullable Method<Text> named(String name) {
        return switch (name) {
            case "strip" -> (self, arguments, rendering) -> Trimming.strip(self, characters(arguments), true, true);
            case "lstrip" -> (self, arguments, rendering) -> Trimming.strip(self, characters(arguments), true, false);
            case "rstrip" -> (self, arguments, rendering) -> Trimming.strip(self, characters(arguments), false, true);
            case "removeprefix" ->
                (self, arguments, rendering) -> Trimming.removePrefix(self, arguments.text(0, "prefix", Text.EMPTY));
            case "removesuffix" ->
                (self, arguments, rendering) -> Trimming.removeSuffix(self, arguments.text(0, "suffix", Text.EMPTY));
            case "split" -> (self, arguments, rendering) -> Splitting.split(self, arguments, false, rendering);
            case "rsplit" -> (self, arguments, rendering) -> Splitting.split(self, arguments, true, rendering);
            case "splitlines" ->
                (self, arguments, rendering) -> Splitting.lines(self, arguments.flag(0, "keepends", false), rendering);
            case "partition" -> (self, arguments, rendering) -> Splitting.partition(self, arguments, false, rendering);
            case "rpartition" -> (self, arguments, rendering) -> Splitting.partition(self, arguments, true, rendering);
            case "startswith" -> (self, arguments, rendering) -> affix(self, arguments, rendering, String::startsWith);
            case "endswith" -> (self, arguments, rendering) -> affix(self, arguments, rendering, String::endsWith);
            case "upper" -> (self, arguments, rendering) -> rendering.spend(Letters.upper(self));
            case "lower" -> (self, arguments, rendering) -> rendering.spend(Letters.lower(self));
            case "title" -> (self, arguments, rendering) -> rendering.spend(Letters.title(self));
            case "capitalize" -> (self, arguments, rendering) -> rendering.spend(Letters.capitalize(self));
            case "replace" ->
                (self, arguments, rendering) -> replace(
                        self,
                        Python.text(arguments.get(0, "old")),
                        Python.text(arguments.get(1, "new")),
                        arguments.whole(2, "count", -1),
                        rendering);
            case "join" ->
                (self, arguments, rendering) ->
                        join(self, Python.items(arguments.get(0, "iterable"), rendering), rendering);
            case "format" -> (self, arguments, rendering) -> BraceFormatting.format(self, arguments, rendering);
            default -> asking(name);
        };
    }

    /** Methods that answer a question. */
    private static @Nullable Method<Text> asking(String name) {
        return switch (name) {
            case "find" -> (self, arguments, rendering) -> find(self, arguments, rendering);
            case "rfind" ->
                (self, arguments, rendering) -> place(
                        self, self.toString().lastIndexOf(sought(arguments).toString()));
            case "index" ->
                (self, arguments, rendering) -> {
                    Value found = find(self, arguments, rendering);
                    if (found.equals(Value.of(-1))) {
                        throw new TemplateException("substring not found");
                    }
                    return found;
                };
            case "count" ->
                (self, arguments, rendering) -> Value.of(
                        Splitting.split(self, sought(arguments), -1, rendering).size() - 1L);
            case "isdigit", "isdecimal", "isnumeric" -> every(Character::isDigit);
            case "isalpha" -> every(Character::isLetter);
            case "isalnum" -> every(Character::isLetterOrDigit);
            case "isspace" -> every(Python::isSpace);
            case "isupper" -> (self, arguments, rendering) -> Value.of(Letters.isUpper(self.toString()));
            case "islower" -> (self, arguments, rendering) -> Value.of(Letters.isLower(self.toString()));
            default -> null;
        };
    }

    private static Method<Text> every(IntPredicate condition) {
        return (self, arguments, rendering) ->
                Value.of(!self.isEmpty() && self.toString().codePoints().allMatch(condition));
    }

    private static @Nullable Text characters(Arguments arguments) {
        Value value = arguments.get(0, "chars", None.NONE);
        return value == None.NONE ? null : Python.text(value);
    }

    private static Text sought(Arguments arguments) {
        return Python.text(arguments.get(0, "sub"));
    }

    private static Value find(Text self, Arguments arguments, Rendering rendering) {
        Text from = (Text) Slicing.slice(self, arguments.get(1, "start", None.NONE), None.NONE, None.NONE, rendering);
        int skipped = self.length() - from.length();
        int found = Comparing.indexOf(self, sought(arguments), skipped, rendering);
        return place(self, found);
    }

    private static Value place(Text self, int index) {
        return Value.of(index < 0 ? -1L : self.toString().codePointCount(0, index));
    }

    /** Whether one text begins or ends with another. */
    private interface Affix {

        boolean of(String whole, String affix);
    }

    private static Value affix(Text self, Arguments arguments, Rendering rendering, Affix affix) {
        Value given = arguments.get(0, "affix");
        List<Value> choices = given instanceof Sequence ? Python.items(given, rendering) : List.of(given);
        boolean any = false;
        for (Value choice : choices) {
            Text text = Python.text(choice);
            rendering.spend(1 + text.length() / 64);
            any |= affix.of(self.toString(), text.toString());
        }
        return Value.of(any);
    }

    /** All occurrences replaced, or the first few; what is put in keeps its own origin. */
    static Text replace(Text self, Text old, Text with, long count, Rendering rendering) {
        if (old.isEmpty()) {
            return between(self, with, count, rendering);
        }
        return join(with, Splitting.split(self, old, count, rendering), rendering);
    }

    private static Text between(Text self, Text with, long count, Rendering rendering) {
        Text.Builder builder = new Text.Builder();
        long left = count < 0 ? Long.MAX_VALUE : count;
        for (Value character : Python.items(self, rendering)) {
            if (left-- > 0) {
                builder.append(rendering.spend(with));
            }
            builder.append((Text) character);
        }
        return (left > 0 ? builder.append(with) : builder).build();
    }

    static Text join(Text separator, List<? extends Value> parts, Rendering rendering) {
        Text.Builder builder = new Text.Builder();
        boolean first = true;
        for (Value part : parts) {
            Text text = Python.text(part);
            rendering.spend(1L + text.length() + separator.length());
            builder.append(first ? Text.EMPTY : separator).append(text);
            first = false;
        }
        return builder.build();
    }
}
