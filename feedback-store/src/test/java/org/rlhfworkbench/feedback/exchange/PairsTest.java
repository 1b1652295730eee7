package org.rlhfworkbench.feedback.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rlhfworkbench.feedback.Fixtures.ranking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.campaigns.Item;
import org.rlhfworkbench.feedback.campaigns.Output;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.labels.Judgement;
import org.rlhfworkbench.feedback.lines.Json;

class PairsTest {

    @Test
    void every_output_wins_against_every_one_of_a_worse_group_and_ties_make_no_pair() {
        assertThat(pairs(Conversation.of("p"), ranking("b", "a=c")))
                .containsExactly(
                        "{\"prompt\":\"p\",\"chosen\":\"text b\",\"rejected\":\"text a\"}",
                        "{\"prompt\":\"p\",\"chosen\":\"text b\",\"rejected\":\"text c\"}");
    }

    @Test
    void the_margin_adds_up_the_strengths_between_two_groups() {
        Judgement strong = new Judgement(
                ranking("b", "a", "c").groups(), List.of(2, 1), Map.of(), Map.of(), List.of(), null, null);

        assertThat(pairs(Conversation.of("p"), strong))
                .containsExactly(
                        "{\"prompt\":\"p\",\"chosen\":\"text b\",\"rejected\":\"text a\",\"margin\":2}",
                        "{\"prompt\":\"p\",\"chosen\":\"text b\",\"rejected\":\"text c\",\"margin\":3}",
                        "{\"prompt\":\"p\",\"chosen\":\"text a\",\"rejected\":\"text c\",\"margin\":1}");
    }

    @Test
    void a_prompt_of_messages_makes_answers_of_messages() {
        assertThat(pairs(Conversation.of(List.of(Message.user("p"))), ranking("a", "b=c"))
                        .getFirst())
                .isEqualTo("{\"prompt\":[{\"role\":\"user\",\"content\":\"p\"}],"
                        + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"text a\"}],"
                        + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"text b\"}]}");
    }

    @Test
    void what_cannot_be_ranked_makes_no_pair() {
        assertThat(pairs(Conversation.of("p"), Judgement.unrankable("all cut off")))
                .isEmpty();
    }

    private static List<String> pairs(Conversation prompt, Judgement judgement) {
        List<Output> outputs = List.of("a", "b", "c").stream()
                .map(key -> new Output(1, key, "text " + key, null, null, null, null))
                .toList();
        List<String> lines = new ArrayList<>();
        Pairs.of(new Item(1, 1, 1, "item", null, prompt, outputs), judgement, line -> lines.add(Json.write(line)));
        return lines;
    }
}
