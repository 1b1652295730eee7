package org.rlhfworkbench.feedback.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.BadLine;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.lines.ImportReport;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@StoreTest
class PromptsTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    Prompts prompts;

    long project;

    @BeforeEach
    void aProject() {
        project = fixtures.project().id();
    }

    @Test
    void texts_and_conversations_come_in_with_their_tags() {
        ImportReport report = read("""
                {"id":"cat","prompt":"Tell me a story about a cat.","metadata":{"tags":["animals"],"source":7}}""", """
                {"id":"dog","prompt":[{"role":"system","content":"Be kind."},{"role":"user","content":"A dog?"}]}""");

        assertThat(report.imported()).isEqualTo(2);
        Prompt cat = byKey("cat");
        assertThat(cat.conversation()).isEqualTo(Conversation.of("Tell me a story about a cat."));
        assertThat(cat.tags()).containsExactly("animals");
        assertThat(cat.metadata()).isEqualTo("{\"tags\":[\"animals\"],\"source\":7}");
        assertThat(byKey("dog").conversation().messages()).hasSize(2);
    }

    @Test
    void every_bad_line_is_named_with_file_line_and_reason() {
        ImportRejected rejected = catchThrowableOfType(
                ImportRejected.class,
                () -> read(
                        "{\"id\":\"ok\",\"prompt\":\"Fine.\"}",
                        "{\"id\":\"broken\"",
                        "[1, 2]",
                        "{\"id\":\"empty\"}",
                        "{\"id\":\"ok\",\"prompt\":\"Again.\"}",
                        "{\"id\":\"blank\",\"prompt\":\"  \"}",
                        "{\"id\":\"role\",\"prompt\":[{\"role\":\"robot\",\"content\":\"Hi\"}]}",
                        "{\"id\":\"nul\",\"prompt\":\"a\\u0000b\"}",
                        "{\"id\":\"twice\",\"prompt\":\"a\",\"prompt\":\"b\"}",
                        "{\"id\":\"also ok\",\"prompt\":\"Fine too.\"}"));

        assertThat(rejected.badLines()).extracting(BadLine::line).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(rejected.badLines())
                .extracting(BadLine::toString)
                .allMatch(line -> line.startsWith("prompts.jsonl:"))
                .anyMatch(line -> line.equals("prompts.jsonl:4: lacks the field \"prompt\""))
                .anyMatch(line -> line.equals("prompts.jsonl:5: repeats the id \"ok\" of line 1"));
        assertThat(rejected).hasMessageContaining("Lines that need correction: 8");
    }

    @Test
    void an_empty_file_is_refused() {
        ImportRejected rejected = catchThrowableOfType(ImportRejected.class, () -> read());

        assertThat(rejected.badLines())
                .extracting(BadLine::toString)
                .containsExactly("prompts.jsonl: the file holds no lines");
    }

    @Test
    void the_same_file_twice_changes_nothing_and_other_content_under_a_known_id_is_refused() {
        read("{\"id\":\"cat\",\"prompt\":\"A cat?\"}");

        ImportReport again = read("{\"id\":\"cat\",\"prompt\":\"A cat?\"}");
        assertThat(again.imported()).isZero();
        assertThat(again.unchanged()).isEqualTo(1);
        ImportRejected rejected =
                catchThrowableOfType(ImportRejected.class, () -> read("{\"id\":\"cat\",\"prompt\":\"A dog?\"}"));
        assertThat(rejected.badLines()).extracting(BadLine::fault).containsExactly(BadLine.Fault.ID_TAKEN);
    }

    @Test
    void a_prompt_that_says_what_another_says_is_imported_and_reported() {
        ImportReport report = read(
                "{\"id\":\"cat\",\"prompt\":\"Tell me about a cat.\"}",
                "{\"id\":\"cat2\",\"prompt\":[{\"role\":\"user\",\"content\":\" tell me  about a CAT.\"}]}");

        assertThat(report.imported()).isEqualTo(2);
        assertThat(report.duplicates()).containsExactly(new ImportReport.Duplicate(2, "cat2", "cat"));
        assertThat(byKey("cat2").duplicateOf()).isEqualTo("cat");
    }

    @Test
    void a_prompt_without_an_id_gets_one_from_its_text() {
        read("{\"prompt\":\"A cat?\"}");

        assertThat(read("{\"prompt\":\"A cat?\"}").unchanged()).isEqualTo(1);
    }

    @Test
    void a_search_pages_through_text_tags_and_keys_and_takes_wildcards_literally() {
        read(
                "{\"id\":\"a\",\"prompt\":\"A CAT in the rain\",\"metadata\":{\"tags\":[\"weather\"]}}",
                "{\"id\":\"b\",\"prompt\":\"A cat at 100%\"}",
                "{\"id\":\"cat-c\",\"prompt\":\"A dog\"}");

        assertThat(found(new PromptFilter("cat", "", false))).containsExactly("a", "b", "cat-c");
        assertThat(found(new PromptFilter("100%", "", false))).containsExactly("b");
        assertThat(found(new PromptFilter("c%t", "", false))).isEmpty();
        assertThat(found(new PromptFilter("", "weather", false))).containsExactly("a");
        var page = prompts.search(project, PromptFilter.ALL, PageRequest.of(1, 2, Sort.by("id")));
        assertThat(page.getContent()).extracting(Prompt::key).containsExactly("cat-c");
        assertThat(page.getTotalElements()).isEqualTo(3);
        assertThat(prompts.tags(project)).containsExactly("weather");
    }

    @Test
    void an_archived_prompt_leaves_the_list_and_comes_back() {
        Prompt cat = prompts.add(project, Conversation.of("A cat?"), List.of("animals"));

        prompts.setArchived(List.of(cat.id()), true);
        assertThat(prompts.count(project)).isZero();
        assertThat(found(new PromptFilter("", "", true))).containsExactly(cat.key());
        prompts.setArchived(List.of(cat.id()), false);
        assertThat(prompts.count(project)).isEqualTo(1);
    }

    @Test
    void a_gzipped_file_is_read_as_it_is() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes);
                InputStream lines = Fixtures.lines("{\"id\":\"cat\",\"prompt\":\"A cat?\"}")) {
            lines.transferTo(gzip);
        }

        ImportReport report =
                prompts.importLines(project, "prompts.jsonl.gz", new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(report.imported()).isEqualTo(1);
    }

    @Test
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    void a_preview_says_what_an_import_would_do_and_leaves_the_project_as_it_is() {
        prompts.add(project, Conversation.of("A dog?"), List.of());

        PromptPreview preview = prompts.preview(
                project,
                "prompts.jsonl",
                Fixtures.lines("{\"id\":\"cat\",\"prompt\":\"A cat?\"}", "{\"id\":\"dog\",\"prompt\":\"a  dog?\"}"));

        assertThat(preview.report().imported()).isEqualTo(2);
        assertThat(preview.report().duplicates())
                .extracting(ImportReport.Duplicate::id)
                .containsExactly("dog");
        assertThat(preview.first()).extracting(Prompt::key).containsExactly("cat", "dog");
        assertThat(prompts.count(project)).isEqualTo(1);
    }

    @Test
    void a_selection_draws_the_same_prompts_again() {
        for (int i = 0; i < 9; i++) {
            prompts.add(project, Conversation.of("Story " + i), List.of(i < 6 ? "night" : "day"));
        }
        PromptSelection three = new PromptSelection("night", 3, 7);

        assertThat(prompts.count(project, three)).isEqualTo(3);
        assertThat(prompts.count(project, PromptSelection.ALL)).isEqualTo(9);
        assertThat(prompts.count(project, new PromptSelection("day", 5, 7))).isEqualTo(3);
        assertThat(selected(three)).hasSize(3).isEqualTo(selected(three));
    }

    @Test
    void repeated_prompts_are_found() {
        prompts.add(project, Conversation.of("A cat?"), List.of());
        Prompt again = prompts.add(project, Conversation.of("a cat? "), List.of());

        assertThat(prompts.countDuplicates(project)).isEqualTo(1);
        assertThat(prompts.duplicates(project, "cat", "", PageRequest.of(0, 5)).map(Prompt::key))
                .containsExactly(again.key());
    }

    private List<String> selected(PromptSelection selection) {
        List<String> lines = new ArrayList<>();
        prompts.exportTo(project, selection, line -> lines.add(line.toString()));
        return lines;
    }

    private ImportReport read(String... lines) {
        return prompts.importLines(project, "prompts.jsonl", Fixtures.lines(lines));
    }

    private Prompt byKey(String key) {
        return Objects.requireNonNull(prompts.byKey(project, List.of(key)).get(key));
    }

    private List<String> found(PromptFilter filter) {
        return prompts.search(project, filter, PageRequest.of(0, 10, Sort.by("id")))
                .map(Prompt::key)
                .getContent();
    }
}
