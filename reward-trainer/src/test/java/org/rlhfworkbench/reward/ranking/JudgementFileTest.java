package org.rlhfworkbench.reward.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.data.BadInput;

class JudgementFileTest {

    @TempDir
    Path folder;

    @Test
    void every_counted_labeler_speaks_and_ties_are_kept() throws IOException {
        JudgedPrompt prompt = only(
                ranked(ranking("p1", "[[\"b\"],[\"a\"]]", "counted"), ranking("p2", "[[\"a\",\"b\"]]", "counted")));
        assertThat(prompt.judgements()).extracting(Judgement::labeler).containsExactly("p1", "p2");
        assertThat(prompt.comparisons(Ties.HALF).list()).containsExactly(Comparison.win(1, 0), Comparison.tie(0, 1));
        assertThat(prompt.comparisons(Ties.DROP).list()).containsExactly(Comparison.win(1, 0));
    }

    @Test
    void surplus_and_superseded_answers_do_not_count_and_an_adjudicated_one_wins() throws IOException {
        JudgedPrompt prompt = only(ranked(
                ranking("p1", "[[\"b\"],[\"a\"]]", "superseded"),
                ranking("p2", "[[\"b\"],[\"a\"]]", "surplus"),
                ranking("p3", "[[\"b\"],[\"a\"]]", "counted"),
                ranking("p4", "[[\"a\"],[\"b\"]]", "adjudicated")));
        assertThat(prompt.judgements()).extracting(Judgement::labeler).containsExactly("p4");
    }

    @Test
    void an_unrankable_line_is_passed_over() throws IOException {
        String unrankable = line("2", "{\"labeler\":\"p1\",\"groups\":[],\"unrankable\":\"gibberish\"}");
        Path file = write(line("1", ranking("p1", "[[\"a\"],[\"b\"]]", "counted")), unrankable);
        assertThat(JudgementFile.read(file)).extracting(JudgedPrompt::id).containsExactly("1");
    }

    @Test
    void a_file_that_compares_nothing_is_refused() throws IOException {
        Path file = write(line("1", ranking("p1", "[[\"a\"],[\"b\"]]", "surplus")));
        assertThatThrownBy(() -> JudgementFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no line says which of two responses is better");
    }

    @Test
    void a_pair_keeps_its_margin_and_weight() throws IOException {
        Path file = write("{\"prompt\":\"hi\",\"chosen\":\"hello\",\"rejected\":\"no\",\"margin\":0.5,\"weight\":2}");
        JudgedPrompt pair = JudgementFile.read(file).getFirst();
        assertThat(pair.comparisons(Ties.DROP).list()).containsExactly(new Comparison(0, 1, 1, 0.5, 2));
        assertThat(pair.length(0)).isEqualTo(5);
        assertThat(pair.conversation(1)).extracting("content").containsExactly("hi", "no");
    }

    @Test
    void no_prompt_is_both_trained_on_and_held_out() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            lines.append("{\"prompt\":\"p%d\",\"chosen\":\"c%d\",\"rejected\":\"r\"}\n".formatted(i % 20, i));
        }
        HeldOut split = HeldOut.split(JudgementFile.read(write(lines.toString())), 0.15, 1);
        assertThat(split.heldOut()).hasSize(6);
        assertThat(split.training()).hasSize(34);
        List<String> heldOut = split.heldOut().stream()
                .map(p -> p.prompt().getFirst().content())
                .toList();
        assertThat(split.training())
                .noneMatch(p -> heldOut.contains(p.prompt().getFirst().content()));
    }

    private JudgedPrompt only(String line) throws IOException {
        return JudgementFile.read(write(line)).getFirst();
    }

    private static String ranked(String... rankings) {
        return line("1", rankings);
    }

    private static String line(String id, String... rankings) {
        return "{\"id\":\"%s\",\"prompt\":\"hi\",\"responses\":[{\"id\":\"a\",\"content\":\"x\"},{\"id\":\"b\",\"content\":\"y\"}],\"rankings\":[%s]}"
                .formatted(id, String.join(",", rankings));
    }

    private static String ranking(String labeler, String groups, String status) {
        return "{\"labeler\":\"%s\",\"groups\":%s,\"status\":\"%s\"}".formatted(labeler, groups, status);
    }

    private Path write(String... lines) throws IOException {
        return Files.writeString(folder.resolve("data.jsonl"), String.join("\n", lines) + "\n");
    }
}
