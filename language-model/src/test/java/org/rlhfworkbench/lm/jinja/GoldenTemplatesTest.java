package org.rlhfworkbench.lm.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.SharedData;
import tools.jackson.databind.JsonNode;

class GoldenTemplatesTest {

    @Test
    void every_conversation_is_rendered_as_transformers_renders_it_errors_included() {
        int renderings = 0;
        for (JsonNode model : SharedData.json("golden/chat-templates.json")) {
            Template template = Template.parse(model.path("template").asString());
            for (JsonNode example : model.path("cases")) {
                Map<String, Value> variables = Map.of(
                        "messages", messages(example.path("messages")),
                        "tools", Value.None.NONE,
                        "documents", Value.None.NONE,
                        "add_generation_prompt",
                                Value.of(example.path("add_generation_prompt").asBoolean()),
                        "bos_token", Text.written(model.path("bos_token").asString()),
                        "eos_token", Text.written(model.path("eos_token").asString()));
                if (example.has("error")) {
                    assertThatThrownBy(() -> template.render(variables, Clock.systemUTC()))
                            .isInstanceOf(TemplateException.class)
                            .hasMessage(example.path("error").asString());
                } else {
                    assertThat(template.render(variables, Clock.systemUTC()))
                            .hasToString(example.path("rendered").asString());
                }
                renderings++;
            }
        }
        assertThat(renderings).isEqualTo(40);
    }

    private static Value messages(JsonNode list) {
        List<Value> messages = new ArrayList<>();
        for (JsonNode message : list) {
            messages.add(Value.mapping(Map.of(
                    "role", Text.written(message.path("role").asString()),
                    "content", Text.typed(message.path("content").asString(), messages.size()))));
        }
        return Value.list(messages);
    }
}
