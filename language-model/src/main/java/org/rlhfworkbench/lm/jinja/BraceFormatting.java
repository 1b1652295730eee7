package org.rlhfworkbench.lm.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code "{} {0} {name}".format(…)}, without format specifications. */
final class BraceFormatting {

    private static final Pattern FIELD = Pattern.compile("\\{\\{|}}|\\{(?<name>\\w*)}|[{}]");

    private BraceFormatting() {}

    static Text format(Text pattern, Arguments arguments, Rendering rendering) {
        Text.Builder builder = new Text.Builder();
        Matcher field = FIELD.matcher(pattern.toString());
        int end = 0;
        int next = 0;
        while (field.find()) {
            builder.append(pattern, end, field.start());
            end = field.end();
            String name = field.group("name");
            if (name == null) {
                if (field.group().length() == 1) {
                    throw new TemplateException(
                            "a format may hold {}, {0} and {name} here, and no format specifications");
                }
                builder.append(field.group().substring(1));
                continue;
            }
            boolean isNumber =
                    !name.isEmpty() && name.length() < 5 && name.chars().allMatch(Character::isDigit);
            int place = name.isEmpty() ? next++ : isNumber ? Integer.parseInt(name) : Integer.MAX_VALUE;
            builder.append(rendering.spend(Writing.str(arguments.get(place, name), rendering)));
        }
        return rendering.spend(builder.append(pattern, end, pattern.length()).build());
    }
}
