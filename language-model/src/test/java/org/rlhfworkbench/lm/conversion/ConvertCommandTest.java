package org.rlhfworkbench.lm.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.command.CommandRunner;
import org.rlhfworkbench.lm.model.LanguageModel;

class ConvertCommandTest {

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void write() {
        model = TinyModel.write(folder.resolve("model"), 1);
    }

    @Test
    void a_folder_becomes_a_file_and_the_file_a_folder_with_the_same_weights() {
        Path file = folder.resolve("model.gguf");
        Path back = folder.resolve("back");
        assertThat(convert(model, file, "--type=F32")).isZero();
        assertThat(convert(file, back)).isZero();
        try (LanguageModel expected = LanguageModel.load(model, Device.cpu());
                LanguageModel found = LanguageModel.load(back, Device.cpu())) {
            assertThat(found.config()).isEqualTo(expected.config());
            assertThat(found.tokenizer().encode("a fox"))
                    .isEqualTo(expected.tokenizer().encode("a fox"));
            for (String name : expected.weights().names()) {
                assertThat(found.weights().get(name).toFloatArray())
                        .isEqualTo(expected.weights().get(name).toFloatArray());
            }
        }
    }

    @Test
    void half_the_width_is_half_the_size_and_the_config_says_so() throws IOException {
        Path half = folder.resolve("half");
        assertThat(convert(model, half, "--precision=bfloat16")).isZero();
        assertThat(Files.size(half.resolve("model.safetensors")))
                .isLessThan(Files.size(model.resolve("model.safetensors")) * 3 / 5);
        assertThat(Files.readString(half.resolve("config.json"))).contains("\"torch_dtype\" : \"bfloat16\"");
    }

    @Test
    void nothing_that_is_there_is_overwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.gguf"), "mine");
        assertThat(convert(model, file)).isEqualTo(CommandRunner.BAD_USAGE);
        assertThat(convert(model, folder)).isEqualTo(CommandRunner.BAD_USAGE);
        assertThat(convert(model, folder.resolve("nowhere/x.gguf"))).isEqualTo(CommandRunner.BAD_USAGE);
        assertThat(file).hasContent("mine");
    }

    @Test
    void an_unknown_type_or_precision_is_wrong_usage() {
        assertThat(convert(model, folder.resolve("x.gguf"), "--type=Q4_0")).isEqualTo(CommandRunner.BAD_USAGE);
        assertThat(convert(model, folder.resolve("x"), "--precision=int8")).isEqualTo(CommandRunner.BAD_USAGE);
        assertThat(folder.resolve("x.gguf")).doesNotExist();
    }

    private static int convert(Path from, Path to, String... more) {
        List<String> arguments = new ArrayList<>(List.of("convert", "--from=" + from, "--to=" + to));
        arguments.addAll(List.of(more));
        return new CommandRunner(List.of(ConvertCommand::new)).execute(arguments.toArray(String[]::new));
    }
}
