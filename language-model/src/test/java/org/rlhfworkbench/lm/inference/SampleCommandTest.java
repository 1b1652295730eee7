package org.rlhfworkbench.lm.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.command.CommandRunner;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SampleCommandTest {

    private static final String PROMPTS = """
            {"id": "z", "prompt": "Hi there"}
            {"prompt": "A"}
            {"id": "m", "prompt": "Tell me"}
            """;

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void write() {
        model = TinyModel.write(folder.resolve("model"), 1);
    }

    @Test
    void responses_come_in_the_order_of_the_prompts_however_many_are_drawn_at_once() throws IOException {
        Path prompts = Files.writeString(folder.resolve("prompts.jsonl"), PROMPTS);
        assertThat(sample(prompts, "one", "--rows", "1")).isZero();
        assertThat(sample(prompts, "many", "--rows", "5")).isZero();
        List<JsonNode> lines = lines("one");
        assertThat(lines).isEqualTo(lines("many"));
        assertThat(lines.stream().map(line -> line.path("prompt_id").asString()))
                .containsExactly("z", "line 2", "m");
        for (JsonNode line : lines) {
            assertThat(line.path("responses")
                            .valueStream()
                            .map(one -> one.path("id").asString()))
                    .containsExactly("a", "b", "c");
            assertThat(line.path("responses")
                            .valueStream()
                            .map(one -> one.path("seed").asLong()))
                    .doesNotHaveDuplicates();
        }
        assertThat(lines.getFirst().path("prompt").asString()).isEqualTo("Hi there");
    }

    @Test
    void another_seed_gives_other_responses() throws IOException {
        Path prompts = Files.writeString(folder.resolve("prompts.jsonl"), PROMPTS);
        assertThat(sample(prompts, "one")).isZero();
        assertThat(sample(prompts, "two", "--seed", "2")).isZero();
        assertThat(lines("one")).isNotEqualTo(lines("two"));
    }

    @Test
    void a_prompt_that_fills_the_context_is_named_and_nothing_is_written() throws IOException {
        Path prompts = Files.writeString(
                folder.resolve("prompts.jsonl"),
                PROMPTS + "{\"id\": \"long\", \"prompt\": \"" + "x".repeat(99) + "\"}");
        Path run = folder.resolve("run");
        assertThat(sample(prompts, "none", "--run", run.toString())).isEqualTo(2);
        assertThat(folder.resolve("none.jsonl")).doesNotExist();
        RunState state = RunDirectory.stateOf(run);
        assertThat(state.state()).isEqualTo(RunState.Phase.FAILED);
        assertThat(state.message()).contains("the prompt \"long\" has", "the model's context is 48");
    }

    @Test
    void a_prompt_that_the_chat_template_refuses_is_named_with_what_it_says() throws IOException {
        Files.writeString(
                model.resolve("chat_template.jinja"),
                "{% if 'Hi' in messages[0].content %}{{ raise_exception('No greetings!') }}{% endif %}");
        Path prompts = Files.writeString(folder.resolve("prompts.jsonl"), PROMPTS);
        Path run = folder.resolve("run");
        assertThat(sample(prompts, "none", "--run", run.toString())).isEqualTo(2);
        assertThat(RunDirectory.stateOf(run).message()).contains("\"z\"", "No greetings!", "prompts.jsonl");
    }

    @Test
    void the_number_of_responses_has_a_limit() throws IOException {
        Path prompts = Files.writeString(folder.resolve("prompts.jsonl"), PROMPTS);
        assertThat(sample(prompts, "none", "--k", "27")).isEqualTo(2);
        assertThat(sample(prompts, "none", "--k", "0")).isEqualTo(2);
        assertThat(sample(prompts, "none", "--top-p", "0")).isEqualTo(2);
        assertThat(folder.resolve("none.jsonl")).doesNotExist();
    }

    private int sample(Path prompts, String out, String... more) {
        List<String> line = new ArrayList<>(List.of("sample", "--model", model.toString(), "--device", "cpu"));
        line.addAll(List.of("--prompts", prompts.toString(), "--k", "3", "--max-new-tokens", "8"));
        line.addAll(List.of("--out", folder.resolve(out + ".jsonl").toString()));
        line.addAll(Arrays.asList(more));
        return new CommandRunner(List.of(SampleCommand::new)).execute(line.toArray(String[]::new));
    }

    private List<JsonNode> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name + ".jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }
}
