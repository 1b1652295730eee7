package org.rlhfworkbench.lm.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.command.CommandRunner;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GenerateCommandTest {

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void write() {
        model = TinyModel.write(folder.resolve("model"), 1);
    }

    @Test
    void each_line_comes_back_in_its_place_with_the_greedy_continuation() throws IOException {
        Path data = Files.writeString(folder.resolve("data.jsonl"), """
                {"id": 9, "input_ids": [7, 8, 9, 10, 11, 12], "note": {"kept": true}}
                {"id": 3, "input_ids": [40]}
                {"id": 5, "text": "Hi", "note": null}
                """);
        assertThat(generate(data)).isZero();
        List<JsonNode> lines = Files.readAllLines(folder.resolve("out.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(lines.stream().map(line -> line.path("id").asInt())).containsExactly(9, 3, 5);
        assertThat(lines.getFirst().path("note").path("kept").asBoolean()).isTrue();
        assertThat(lines.get(2).has("note")).isTrue();
        assertThat(lines.get(2).has("output_text")).isTrue();
        assertThat(ids(lines.get(0))).isEqualTo(greedy(7, 8, 9, 10, 11, 12));
        assertThat(ids(lines.get(1))).isEqualTo(greedy(40));
    }

    @Test
    void a_line_that_the_model_cannot_read_is_refused_and_nothing_is_written() throws IOException {
        for (String ids : new String[] {"[260]", "[-1]", "[]", "[4294967296]", "[" + "5,".repeat(47) + "5]"}) {
            Path data = Files.writeString(
                    folder.resolve("data.jsonl"), "{\"input_ids\": [1]}\n{\"input_ids\": " + ids + "}\n");
            assertThat(generate(data)).as(ids).isEqualTo(2);
            assertThat(folder.resolve("out.jsonl")).doesNotExist();
        }
        assertThat(generate(folder.resolve("nowhere.jsonl"))).isEqualTo(2);
    }

    private int generate(Path data) {
        return new CommandRunner(List.of(GenerateCommand::new))
                .execute(
                        "generate",
                        "--model=" + model,
                        "--data=" + data,
                        "--out=" + folder.resolve("out.jsonl"),
                        "--max-new-tokens=6",
                        "--rows=2",
                        "--device=cpu");
    }

    private int[] greedy(int... prompt) {
        try (LanguageModel loaded = LanguageModel.load(model, Device.cpu())) {
            return new Sampler(loaded)
                    .sample(List.of(prompt), new SamplingSettings(0, 0, 1, 6, Set.of(0, 3), 0))
                    .getFirst()
                    .tokens();
        }
    }

    private static int[] ids(JsonNode line) {
        return line.path("output_ids").valueStream().mapToInt(JsonNode::asInt).toArray();
    }
}
