package org.rlhfworkbench.lm.jinja;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/** A chat template that has been read. Safe to use from several threads. */
public final class Template {

    private final List<Statement> statements;

    private Template(List<Statement> statements) {
        this.statements = statements;
    }

    /**
     * Reads a template.
     *
     * @throws TemplateException naming the line that is wrong, or what is not supported
     */
    public static Template parse(String source) {
        return new Template(List.copyOf(Parser.parse(source)));
    }

    /**
     * Renders the template.
     *
     * @param clock what {@code strftime_now} shows
     * @throws TemplateException if it fails on these variables, takes too long, or refuses them: then the message is the
     *     one that the template raises
     */
    public Text render(Map<String, Value> variables, Clock clock) {
        Scope scope = new Scope(null);
        variables.forEach(scope::set);
        long size = variables.values().stream().mapToLong(Template::size).sum();
        return new Interpreter(new Rendering(ZonedDateTime.now(clock), size)).text(statements, new Scope(scope));
    }

    private static long size(Value value) {
        return 1
                + switch (value) {
                    case Text text -> text.length();
                    case Value.Sequence sequence ->
                        sequence.items().stream().mapToLong(Template::size).sum();
                    case Value.Mapping mapping ->
                        mapping.entries().values().stream()
                                .mapToLong(Template::size)
                                .sum();
                    default -> 0;
                };
    }
}
