package org.rlhfworkbench.lm.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Snippets and whole templates against what Jinja2 makes of them; {@code src/test/python/jinja_cases.py} wrote the file. */
class JinjaCasesTest {

    private static final JsonNode FILE = read();

    @TestFactory
    Stream<DynamicTest> every_case_is_rendered_as_jinja2_renders_it() {
        return FILE.path("cases").valueStream().map(example -> {
            JsonNode family = example.path("family");
            String template = family.isMissingNode()
                    ? example.path("template").asString()
                    : FILE.path("families").path(family.asString()).asString();
            return DynamicTest.dynamicTest(
                    family.isMissingNode()
                            ? "“" + template + "”"
                            : family.asString() + ", " + example.path("chat").asString(),
                    () -> check(example, template));
        });
    }

    private static void check(JsonNode example, String template) {
        String outcome;
        try {
            outcome = "rendered: " + Template.parse(template).render(variables(example), Clock.systemUTC());
        } catch (TemplateException e) {
            outcome = "error: " + e.getMessage();
        }
        if (example.has("rendered")) {
            assertThat(outcome)
                    .isEqualTo("rendered: " + example.path("rendered").asString());
        } else {
            assertThat(outcome).startsWith("error: ");
        }
    }

    private static Map<String, Value> variables(JsonNode example) {
        if (!example.has("chat")) {
            return variablesOf(FILE.path("values"));
        }
        Map<String, Value> variables =
                variablesOf(FILE.path("chats").path(example.path("chat").asString()));
        variables.put("add_generation_prompt", Value.of(example.path("prompt").asBoolean()));
        return variables;
    }

    private static Map<String, Value> variablesOf(JsonNode object) {
        Map<String, Value> variables = new HashMap<>();
        object.propertyStream().forEach(entry -> {
            Object value = JsonMapper.shared().treeToValue(entry.getValue(), Object.class);
            variables.put(entry.getKey(), value == null ? Value.None.NONE : Value.of(value));
        });
        return variables;
    }

    private static JsonNode read() {
        try (InputStream stream = Objects.requireNonNull(JinjaCasesTest.class.getResourceAsStream("cases.json"))) {
            return JsonMapper.shared().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
