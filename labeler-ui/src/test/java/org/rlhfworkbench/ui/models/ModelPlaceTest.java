package org.rlhfworkbench.ui.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPlaceTest {

    @TempDir
    Path folder;

    @Test
    void a_folder_with_a_configuration_and_a_gguf_file_are_models() throws IOException {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Files.writeString(whole.resolve("config.json"), "{}");
        Path adapter = Files.createDirectory(folder.resolve("adapter"));
        Files.writeString(adapter.resolve("adapter_config.json"), "{}");
        Path file = Files.writeString(folder.resolve("Small.Q4_1.gguf"), "GGUF");

        assertThat(ModelPlace.at(" " + whole + "/ ")).contains(new ModelPlace(whole));
        assertThat(ModelPlace.at(adapter.toString()).orElseThrow().suggestedName())
                .isEqualTo("adapter");
        assertThat(ModelPlace.at(file.toString()).orElseThrow().suggestedName()).isEqualTo("Small.Q4_1");
    }

    @Test
    void what_holds_no_model_is_none() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "");
        for (String text :
                new String[] {"", " ", folder.toString(), folder + "/notes.txt", folder + "/none.gguf", "a\0b"}) {
            assertThat(ModelPlace.at(text)).as(text).isEmpty();
        }
    }
}
