package org.rlhfworkbench.lm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("lines.jsonl");
    }

    @Test
    void lines_are_read_with_their_numbers_and_blank_ones_passed_over() throws IOException {
        Files.writeString(file, "\uFEFF{\"id\": 1}\r\n\n{\"id\": \"é\"}");
        assertThat(JsonLines.read(
                        file, line -> line.line() + ":" + line.get("id").label()))
                .containsExactly("1:1", "3:é");
    }

    @Test
    void a_compressed_file_is_read_as_it_is() throws IOException {
        Files.write(file, gzip("{\"id\": 1}\n"));
        assertThat(JsonLines.read(file, Value::line)).containsExactly(1L);
    }

    @Test
    void a_compressed_file_that_is_cut_short_is_refused() throws IOException {
        byte[] whole = gzip("{\"id\": 1, \"text\": \"" + "abcdefg ".repeat(50) + "\"}\n");
        Files.write(file, Arrays.copyOf(whole, whole.length - 12));
        refused(0, "damaged or cut short");
    }

    @Test
    void an_empty_file_is_refused() throws IOException {
        Files.writeString(file, "\n \n");
        refused(0, "the file is empty");
    }

    @Test
    void a_missing_file_and_a_folder_are_refused() {
        refused(0, "no such file");
        file = folder;
        refused(0, "is a folder");
    }

    @Test
    void a_line_that_is_not_json_is_named() throws IOException {
        Files.writeString(file, "{\"id\": 1}\n{\"id\": 2\n");
        refused(2, "not JSON");
    }

    @Test
    void a_line_that_is_no_object_or_more_than_one_is_refused() throws IOException {
        Files.writeString(file, "[1]");
        refused(1, "not an object");
        Files.writeString(file, "{} {}");
        refused(1, "not JSON");
    }

    @Test
    void a_field_that_comes_twice_is_refused() throws IOException {
        Files.writeString(file, "{\"a\": 1, \"a\": 2}");
        refused(1, "Duplicate");
    }

    @Test
    void a_repeated_id_is_refused_with_both_its_lines() throws IOException {
        Files.writeString(file, "{\"id\": \"a\"}\n{\"id\": \"b\"}\n{\"id\": \"a\"}\n");
        refused(3, "the id \"a\" is on line 1 already");
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() throws IOException {
        Files.write(file, "{\"id\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        refused(1, "not UTF-8");
    }

    @Test
    void a_wrong_type_is_named_with_its_place_and_shortened() throws IOException {
        Files.writeString(file, "{\"responses\": [{\"content\": [" + "1,".repeat(500) + "1]}]}");
        assertThatThrownBy(() -> JsonLines.read(
                        file,
                        line -> line.get("responses")
                                .list()
                                .getFirst()
                                .get("content")
                                .text()))
                .hasMessageContaining("\"responses[0].content\" must be a text in quotes, not [1,1,")
                .extracting(e -> String.valueOf(e.getMessage()).length())
                .matches(length -> (int) length < 300);
    }

    @Test
    void a_message_is_one_line_with_file_line_reason_and_remedy() throws IOException {
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> JsonLines.read(file, line -> line.get("prompt").text()))
                .hasMessage(file + ", line 1: \"prompt\" is missing. Add it, or remove the line.");
    }

    @Test
    void a_file_under_writing_appears_only_when_it_is_whole() throws IOException {
        try (JsonLinesWriter writer = new JsonLinesWriter(file)) {
            writer.write(new Response("a", "text", null, 3L, "stop"));
        }
        assertThat(folder).isEmptyDirectory();
        try (JsonLinesWriter writer = new JsonLinesWriter(file)) {
            writer.write(new Response("a", "text", null, 3L, "stop"));
            writer.commit();
        }
        assertThat(file).hasContent("{\"id\":\"a\",\"content\":\"text\",\"seed\":3,\"finish_reason\":\"stop\"}");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void a_compressed_file_can_be_written() throws IOException {
        Path compressed = folder.resolve("lines.jsonl.gz");
        try (JsonLinesWriter writer = new JsonLinesWriter(compressed)) {
            writer.write(List.of());
            writer.write(new SampledPrompt("p", Turns.of("Hi"), List.of()));
            writer.commit();
        }
        assertThat(Files.readAllBytes(compressed)).startsWith(0x1F, 0x8B);
    }

    private void refused(long line, String reason) {
        assertThatThrownBy(() -> JsonLines.read(file, value -> value))
                .isInstanceOfSatisfying(BadInput.class, e -> {
                    assertThat(e.file()).isEqualTo(file);
                    if (line > 0) {
                        assertThat(e.line()).isEqualTo(line);
                    }
                })
                .hasMessageContaining(reason);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
