package org.rlhfworkbench.lm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.run.JsonFile;
import org.rlhfworkbench.lm.tokenizer.Message;

class FilesOfPeopleTest {

    private static final String RESPONSES =
            "\"prompt\": \"Hi\", \"responses\": [{\"id\": \"a\", \"content\": \"A\"}, {\"id\": \"b\", \"content\": \"B\"}]";

    @TempDir
    Path folder;

    @Test
    void a_prompt_is_a_text_or_a_list_of_messages() throws IOException {
        Prompt text = Prompt.read(file("{\"id\": \"p1\", \"prompt\": \"Hi\", \"other\": 1}"))
                .getFirst();
        assertThat(text.id()).isEqualTo("p1");
        assertThat(text.prompt()).isEqualTo(Turns.of("Hi"));
        Prompt list = Prompt.read(file("{\"prompt\": [{\"role\": \"system\", \"content\": \"S\"},"
                        + " {\"role\": \"user\", \"content\": \"U\"}], \"metadata\": {\"a\": 1}}"))
                .getFirst();
        assertThat(list.id()).isEqualTo("line 1");
        assertThat(list.prompt().messages()).containsExactly(new Message("system", "S"), Message.user("U"));
        assertThat(list.metadata().path("a").asInt()).isEqualTo(1);
    }

    @Test
    void a_prompt_is_written_back_as_it_was_read() {
        assertThat(JsonFile.MAPPER.writeValueAsString(Turns.of("Hi"))).isEqualTo("\"Hi\"");
        assertThat(JsonFile.MAPPER.writeValueAsString(new Turns(List.of(Message.user("Hi")), false)))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"Hi\"}]");
    }

    @Test
    void two_kinds_of_prompt_in_a_file_are_refused() {
        refused(Prompt::read, "on line 1 a text", "{\"prompt\": \"Hi\"}", "{\"prompt\": [" + turn("user") + "]}");
    }

    @Test
    void an_unknown_role_is_refused() {
        refused(Prompt::read, "\"prompt[0].role\" is \"tool\"", "{\"prompt\": [" + turn("tool") + "]}");
    }

    @Test
    void a_demonstration_has_messages_or_prompt_and_completion() throws IOException {
        assertThat(Demonstration.read(file(
                        "{\"id\": 1, \"messages\": [" + turn("user") + "," + turn("assistant")
                                + "], \"labeler\": \"x\"}",
                        "{\"prompt\": \"Hi\", \"completion\": \"Ho\"}")))
                .containsExactly(
                        new Demonstration("1", List.of(Message.user("…"), Message.assistant("…")), "x"),
                        new Demonstration("line 2", List.of(Message.user("Hi"), Message.assistant("Ho")), null));
    }

    @Test
    void a_demonstration_without_an_answer_is_refused() {
        refused(Demonstration::read, "no turn is the assistant's", "{\"messages\": [" + turn("user") + "]}");
        refused(Demonstration::read, "\"completion\" is missing", "{\"prompt\": \"Hi\"}");
        refused(Demonstration::read, "has no message", "{\"messages\": []}");
    }

    @Test
    void samples_are_read_as_they_were_written() throws IOException {
        SampledPrompt sampled = new SampledPrompt(
                "p1",
                Turns.of("Hi"),
                List.of(new Response("a", "A", "m", 7L, "stop"), new Response("b", "B", "m", 8L, "length")));
        Path file = folder.resolve("samples.jsonl");
        try (JsonLinesWriter writer = new JsonLinesWriter(file)) {
            writer.write(sampled);
            writer.commit();
        }
        assertThat(Files.readString(file))
                .startsWith("{\"prompt_id\":\"p1\",\"prompt\":\"Hi\",\"responses\":[{\"id\":");
        assertThat(SampledPrompt.read(file)).containsExactly(sampled);
    }

    @Test
    void a_prompt_sampled_on_two_lines_is_refused() {
        String line = "{\"prompt_id\": \"p\", " + RESPONSES + "}";
        refused(SampledPrompt::read, "comes twice", line, line);
    }

    @Test
    void a_ranking_has_tie_groups_strengths_and_ratings() throws IOException {
        RankedPrompt ranked = RankedPrompt.read(
                        file("{\"id\": \"r\", " + RESPONSES + ", \"rankings\": [{\"labeler\": \"x\","
                                + " \"groups\": [[\"b\"], [\"a\"]], \"strengths\": [2], \"ratings\": {\"a\": 5, \"b\": null},"
                                + " \"flags\": {}, \"note\": \"\"}]}"))
                .getFirst();
        Ranking ranking = ranked.rankings().getFirst();
        assertThat(ranking.groups()).containsExactly(List.of("b"), List.of("a"));
        assertThat(ranking.strengths()).containsExactly(2.0);
        assertThat(ranking.ratings()).containsOnlyKeys("a");
        assertThat(ranking.counts()).isTrue();
        assertThat(ranked.response("b").content()).isEqualTo("B");
    }

    @Test
    void what_could_not_be_ranked_or_is_surplus_does_not_count() throws IOException {
        RankedPrompt ranked = RankedPrompt.read(file("{" + RESPONSES + ", \"rankings\": ["
                        + "{\"labeler\": \"x\", \"groups\": [], \"unrankable\": \"all in French\"},"
                        + "{\"labeler\": \"y\", \"groups\": [[\"a\", \"b\"]], \"status\": \"surplus\"}]}"))
                .getFirst();
        assertThat(ranked.rankings()).noneMatch(Ranking::counts);
    }

    @Test
    void a_ranking_that_names_an_unknown_response_is_refused() {
        refused(
                RankedPrompt::read,
                "\"rankings[0].groups[0][0]\" names the response \"z\"",
                ranking("\"groups\": [[\"z\"], [\"a\"]]"));
        refused(
                RankedPrompt::read,
                "names the response \"z\"",
                ranking("\"groups\": [[\"a\"]], \"ratings\": {\"z\": 1}"));
    }

    @Test
    void a_ranking_that_contradicts_itself_is_refused() {
        refused(RankedPrompt::read, "is placed twice", ranking("\"groups\": [[\"a\"], [\"a\"]]"));
        refused(RankedPrompt::read, "has no response", ranking("\"groups\": [[]]"));
        refused(RankedPrompt::read, "is empty", ranking("\"groups\": []"));
        refused(RankedPrompt::read, "1 values for 1 groups", ranking("\"groups\": [[\"a\"]], \"strengths\": [1]"));
        refused(RankedPrompt::read, "status\" is \"lost\"", ranking("\"groups\": [[\"a\"]], \"status\": \"lost\""));
    }

    @Test
    void a_pair_has_a_margin_of_0_and_a_weight_of_1_unless_it_says_otherwise() throws IOException {
        List<PreferencePair> pairs = PreferencePair.read(file(
                "{\"prompt\": \"Hi\", \"chosen\": \"A\", \"rejected\": \"B\"}",
                "{\"prompt\": \"Hi\", \"chosen\": [" + turn("assistant")
                        + "], \"rejected\": \"B\", \"margin\": 0.5, \"weight\": 2}"));
        assertThat(pairs.getFirst().margin()).isZero();
        assertThat(pairs.getFirst().weight()).isEqualTo(1);
        assertThat(pairs.getLast().margin()).isEqualTo(0.5);
        assertThat(pairs.getLast().prompt().and(pairs.getLast().chosen()))
                .containsExactly(Message.user("Hi"), Message.assistant("…"));
        refused(PreferencePair::read, "negative", "{\"prompt\":\"\",\"chosen\":\"\",\"rejected\":\"\",\"weight\":-1}");
    }

    @Test
    void a_labelled_line_has_a_text_or_an_answered_prompt() throws IOException {
        List<Labelled> labelled = Labelled.read(file(
                "{\"text\": \"Good.\", \"label\": 1}", "{\"prompt\": \"Hi\", \"response\": \"Ho\", \"label\": \"b\"}"));
        assertThat(labelled.getFirst()).isEqualTo(new Labelled("line 1", new ModelInput.Text("Good."), "1"));
        assertThat(labelled.getLast().input())
                .isEqualTo(new ModelInput.Chat(List.of(Message.user("Hi"), Message.assistant("Ho"))));
    }

    @Test
    void token_ids_are_an_input_that_needs_no_tokenizer() throws IOException {
        ModelInput input =
                JsonLines.read(file("{\"input_ids\": [1, 2]}"), ModelInput::of).getFirst();
        assertThat(input.whole(this::none, this::none)).containsExactly(1, 2);
        refused(file -> JsonLines.read(file, ModelInput::of), "no token id", "{\"input_ids\": [-1]}");
        refused(file -> JsonLines.read(file, ModelInput::of), "neither input_ids nor text", "{\"a\": 1}");
    }

    @Test
    void a_plain_corpus_is_cut_at_the_separator_over_lines() throws IOException {
        assertThat(corpus("c.txt", "One.\nTwo.<|endoftext|>Three.\n<|endoftext|>\n \n<|endoftext|>Four\r\nfive."))
                .containsExactly(
                        new ModelInput.Text("One.\nTwo."),
                        new ModelInput.Text("Three."),
                        new ModelInput.Text("Four\nfive."));
        assertThatThrownBy(() -> corpus("d.txt", "\n"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no text");
    }

    @Test
    void a_corpus_of_lines_has_documents_and_conversations() throws IOException {
        assertThat(corpus("c.jsonl", "{\"text\": \"T\"}\n{\"prompt\": \"P\", \"completion\": \"C\"}\n"))
                .containsExactly(
                        new ModelInput.Text("T"),
                        new ModelInput.Chat(List.of(Message.user("P"), Message.assistant("C"))));
    }

    private List<ModelInput> corpus(String name, String content) throws IOException {
        List<ModelInput> documents = new ArrayList<>();
        Corpus.each(Files.writeString(folder.resolve(name), content), documents::add);
        return documents;
    }

    private <T> T none() {
        throw new AssertionError("asked for a tokenizer");
    }

    private static String ranking(String fields) {
        return "{" + RESPONSES + ", \"rankings\": [{\"labeler\": \"x\", " + fields + "}]}";
    }

    private static String turn(String role) {
        return "{\"role\": \"" + role + "\", \"content\": \"…\"}";
    }

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("data.jsonl"), String.join("\n", lines));
    }

    private void refused(Function<Path, ?> reader, String reason, String... lines) {
        assertThatThrownBy(() -> reader.apply(file(lines)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("line " + lines.length)
                .hasMessageContaining(reason);
    }
}
