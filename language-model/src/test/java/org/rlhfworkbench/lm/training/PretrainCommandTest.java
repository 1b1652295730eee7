package org.rlhfworkbench.lm.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.command.CommandRunner;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PretrainCommandTest {

    private static final List<String> WORDS =
            List.of("a", "the", "red", "small", "cat", "dog", "bird", "sees", "likes", "and", "then", "sleeps");

    @TempDir
    Path folder;

    @Test
    void a_model_is_begun_from_a_text_and_another_goes_on_from_it() throws IOException {
        Path text = text("text.txt", 120);
        assertThat(pretrain("first", text, "--size", "TINY", "--max-steps", "12"))
                .isZero();
        Path run = folder.resolve("first");
        List<JsonNode> metrics = metrics(run);
        assertThat(metrics).hasSize(13);
        assertThat(metrics.getLast().path("held_out_loss").asDouble())
                .isLessThan(metrics.getFirst().path("held_out_loss").asDouble() - 1);
        JsonNode evaluation = JsonMapper.shared().readTree(run.resolve("evaluation.json"));
        assertThat(evaluation.path("loss_before").toString())
                .contains(metrics.getFirst().path("held_out_loss").toString());
        JsonNode loss = evaluation.path("loss");
        assertThat(loss.toString())
                .contains(metrics.getLast().path("held_out_loss").toString());
        assertThat(Files.readString(run.resolve("provenance.json"))).contains("text.txt");
        try (LanguageModel model = LanguageModel.load(run.resolve("model"), Device.cpu())) {
            assertThat(model.config()).isEqualTo(ModelSize.TINY.config(512));
            assertThat(model.tokenizer().decode(model.tokenizer().encode("the cat"), false))
                    .isEqualTo("the cat");
            assertThat(model.template().stopTokens()).contains(3);
        }
        assertThat(pretrain("second", text, "--model", run.toString(), "--max-steps", "1"))
                .isZero();
        assertThat(metrics(folder.resolve("second"))
                        .getFirst()
                        .path("held_out_loss")
                        .asDouble())
                .isLessThan(metrics.getFirst().path("held_out_loss").asDouble() - 1);
    }

    @Test
    void an_adapter_goes_on_from_a_model_and_another_run_goes_on_with_the_adapter() throws IOException {
        Path base = TinyModel.write(folder.resolve("base"), 3);
        Path text = text("text.txt", 120);
        assertThat(pretrain("first", text, "--model", base.toString(), "--max-steps", "4", "--lora", "2"))
                .isZero();
        Path first = folder.resolve("first/model");
        assertThat(pretrain("second", text, "--model", first.toString(), "--max-steps", "4"))
                .isZero();
        Path second = folder.resolve("second/model");
        try (LanguageModel before = LanguageModel.load(first, Device.cpu());
                LanguageModel after = LanguageModel.load(second, Device.cpu())) {
            assertThat(after.adapter().orElseThrow().base().toRealPath()).isEqualTo(base.toRealPath());
            assertThat(after.trainable().names()).isEqualTo(before.trainable().names());
        }
        assertThat(second.resolve("adapter_model.safetensors")).exists();
        assertThat(second.resolve("model.safetensors")).doesNotExist();
        assertThat(metrics(folder.resolve("second"))
                        .getFirst()
                        .path("held_out_loss")
                        .asDouble())
                .isEqualTo(metrics(folder.resolve("first"))
                        .getLast()
                        .path("held_out_loss")
                        .asDouble());
        assertThat(pretrain("third", text, "--lora", "2")).isEqualTo(2);
    }

    @Test
    void a_missing_an_empty_and_a_short_file_are_named() throws IOException {
        refused("missing", folder.resolve("nowhere.txt"), "nowhere.txt", "no such file");
        refused("empty", Files.writeString(folder.resolve("empty.txt"), " \n"), "empty.txt", "the file has no text");
        refused("lines", Files.writeString(folder.resolve("empty.jsonl"), "\n"), "empty.jsonl", "the file is empty");
        refused(
                "short",
                text("short.txt", 49),
                "short.txt: every 50th document is held out, and those have fewer tokens than a block of 33."
                        + " Give more documents, parted by <|endoftext|> or one a line, or lower --max-length.");
    }

    // ---------------------------------------------------------------- fixtures

    private void refused(String run, Path text, String... reasons) {
        assertThat(pretrain(run, text, "--size", "TINY")).isEqualTo(2);
        RunState state = RunDirectory.stateOf(folder.resolve(run));
        assertThat(state.state()).isEqualTo(RunState.Phase.FAILED);
        assertThat(state.message()).containsIgnoringCase(reasons[0]).contains(reasons);
    }

    private int pretrain(String run, Path text, String... more) {
        List<String> line = new ArrayList<>(List.of("pretrain", "--data", text.toString()));
        line.addAll(List.of("--out", folder.resolve(run).toString(), "--device", "cpu"));
        line.addAll(List.of("--batch-size", "6", "--micro-batch", "4", "--max-length", "32"));
        line.addAll(Arrays.asList(more));
        return new CommandRunner(List.of(PretrainCommand::new)).execute(line.toArray(String[]::new));
    }

    private Path text(String name, int documents) throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < documents; i++) {
            for (int word = 0; word < 60; word++) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(word % 8 == 7 ? ".\n" : " ");
            }
            text.append("<|endoftext|>");
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<JsonNode> metrics(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }
}
