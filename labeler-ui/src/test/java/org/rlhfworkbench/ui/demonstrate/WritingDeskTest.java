package org.rlhfworkbench.ui.demonstrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.FeedbackException.DraftConflict;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.demonstrations.Demonstration;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.demonstrations.Suggestion;
import org.rlhfworkbench.feedback.prompts.Prompt;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.LabelingFixtures;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
class WritingDeskTest {
    private static final Message CAT = Message.user("A story about a cat?");

    @Autowired
    LabelingFixtures fixtures;

    @Autowired
    Demonstrations demonstrations;

    private long project;
    private long ann;
    private Prompt cat;

    @BeforeEach
    void aPrompt() {
        project = fixtures.project().id();
        ann = fixtures.labeler("ann", project).id();
        cat = fixtures.prompt(project, CAT.content());
    }

    @Test
    void a_prompt_is_given_and_the_assistant_speaks_next() {
        WritingDesk desk = onThePrompt();

        assertThat(desk.given()).containsExactly(CAT);
        assertThat(desk.typed()).containsExactly(Message.assistant(""));
    }

    @Test
    void from_nothing_the_user_speaks_first() {
        WritingDesk desk = WritingDesk.open(demonstrations, project, null, List.of(), ann);

        assertThat(desk.given()).isEmpty();
        assertThat(desk.typed()).containsExactly(Message.user(""));
    }

    @Test
    void whoever_comes_back_finds_every_turn_as_it_was_left() {
        List<Message> half = List.of(Message.assistant("There was"), Message.user("And then?"));
        onThePrompt().keep(half);

        assertThat(onThePrompt().typed()).isEqualTo(half);
    }

    @Test
    void the_finished_conversation_begins_with_the_prompt() {
        WritingDesk desk = onThePrompt();
        desk.keep(List.of(Message.assistant("There was a c")));

        Demonstration finished = desk.finish(List.of(Message.assistant("There was a cat."), Message.user("")));
        assertThat(finished.conversation().messages()).containsExactly(CAT, Message.assistant("There was a cat."));
        assertThat(finished.promptId()).isEqualTo(cat.id());
    }

    @Test
    void an_empty_answer_is_refused_and_the_draft_stays() {
        WritingDesk desk = onThePrompt();
        desk.keep(List.of(Message.assistant("")));

        assertThatThrownBy(() -> desk.finish(List.of(Message.assistant("")))).isInstanceOf(Invalid.class);
        assertThat(demonstrations.unfinished(project, ann)).hasSize(1);
    }

    @Test
    void a_second_tab_is_told_and_its_next_save_goes_through() {
        WritingDesk one = onThePrompt();
        WritingDesk two = onThePrompt();
        one.keep(List.of(Message.assistant("one")));

        assertThatThrownBy(() -> two.keep(List.of(Message.assistant("two")))).isInstanceOf(DraftConflict.class);
        two.keep(List.of(Message.assistant("two, and on")));
        assertThat(onThePrompt().typed()).containsExactly(Message.assistant("two, and on"));
    }

    @Test
    void the_text_of_another_tab_can_be_taken_over() {
        WritingDesk one = onThePrompt();
        WritingDesk two = onThePrompt();
        one.keep(List.of(Message.assistant("one")));
        assertThatThrownBy(() -> two.keep(List.of(Message.assistant("two")))).isInstanceOf(DraftConflict.class);

        two.takeOther();
        assertThat(two.typed()).containsExactly(Message.assistant("one"));
    }

    @Test
    void a_suggestion_is_kept_with_the_turn_that_it_became_part_of() {
        WritingDesk desk = onThePrompt();
        List<Message> turns =
                List.of(Message.assistant("One."), Message.user("More"), Message.assistant("Two, edited."));
        desk.suggested(2, "sft-1", "Two.");
        desk.keep(turns);

        assertThat(desk.finish(turns).suggestions()).containsExactly(new Suggestion(3, "sft-1", "Two."));
    }

    @Test
    void suggestions_move_with_their_turns_and_go_with_them() {
        WritingDesk desk = onThePrompt();
        desk.suggested(0, "sft-1", "One.");
        desk.suggested(2, "sft-1", "Two.");
        desk.removed(0);

        List<Message> turns = List.of(Message.user("More"), Message.assistant("Two."));
        assertThat(desk.finish(turns).suggestions()).containsExactly(new Suggestion(2, "sft-1", "Two."));
    }

    @Test
    void a_correction_is_a_new_version_that_keeps_the_prompt_as_it_is() {
        Demonstration first = onThePrompt().finish(List.of(Message.assistant("There was a cat.")));
        WritingDesk again = WritingDesk.correct(demonstrations, first, List.of(CAT), ann);
        assertThat(again.typed()).containsExactly(Message.assistant("There was a cat."));

        Demonstration second = again.finish(List.of(Message.assistant("There was a kind cat.")));
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.conversation().messages()).startsWith(CAT);
    }

    @Test
    void after_one_prompt_comes_the_next_that_waits_and_then_none() {
        Prompt owl = fixtures.prompt(project, "A story about an owl?");
        WritingDesk desk = onThePrompt();
        assertThat(desk.next()).contains(owl.id());

        desk.finish(List.of(Message.assistant("There was a cat.")));
        WritingDesk last = WritingDesk.open(demonstrations, project, owl.id(), List.of(Message.user("?")), ann);
        assertThat(last.next()).isEmpty();
    }

    @Test
    void page_and_server_compute_the_same_fingerprint() {
        assertThat(WritingBoard.fingerprint(List.of(Message.user("Hi"), Message.assistant(""))))
                .isEqualTo("USERHi\u0000ASSISTANT".hashCode());
    }

    private WritingDesk onThePrompt() {
        return WritingDesk.open(demonstrations, project, cat.id(), List.of(CAT), ann);
    }
}
