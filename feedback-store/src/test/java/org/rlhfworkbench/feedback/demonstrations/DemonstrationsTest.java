package org.rlhfworkbench.feedback.demonstrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.BadLine;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.lines.ImportReport;
import org.rlhfworkbench.feedback.prompts.Prompt;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.PageRequest;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@StoreTest
class DemonstrationsTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    Prompts prompts;

    @Autowired
    Demonstrations demonstrations;

    long project;
    long ann;
    Prompt cat;

    @BeforeEach
    void aPrompt() {
        project = fixtures.project().id();
        ann = fixtures.labeler("ann").id();
        cat = prompts.add(project, Conversation.of("A story about a cat?"), List.of());
    }

    @Test
    void a_draft_begins_with_the_prompt_and_is_found_again() {
        DemonstrationDraft fresh = demonstrations.open(project, cat.id(), ann);
        assertThat(fresh.messages()).containsExactly(Message.user("A story about a cat?"));

        DemonstrationDraft saved = demonstrations.save(answered(fresh, "There was a"), ann);

        assertThat(demonstrations.open(project, cat.id(), ann)).isEqualTo(saved);
        assertThat(demonstrations.unfinished(project, ann)).containsExactly(saved);
        assertThat(demonstrations
                        .open(project, cat.id(), fixtures.labeler("ben").id())
                        .revision())
                .isZero();
    }

    @Test
    void a_finished_demonstration_keeps_the_suggestion_and_ends_the_draft() {
        Suggestion suggestion = new Suggestion(1, "sft-1", "There was a cat cat.");
        DemonstrationDraft draft = demonstrations.open(project, cat.id(), ann);
        draft = demonstrations.save(
                draft.with(answered(draft, "There was a cat.").messages(), List.of(suggestion)), ann);

        Demonstration finished = demonstrations.finish(draft, ann);

        assertThat(finished.suggestions()).containsExactly(suggestion);
        assertThat(finished.promptId()).isEqualTo(cat.id());
        assertThat(demonstrations.unfinished(project, ann)).isEmpty();
        assertThat(demonstrations.count(project)).isEqualTo(1);
    }

    @Test
    void what_is_not_a_demonstration_yet_is_refused_in_plain_words() {
        DemonstrationDraft draft = demonstrations.open(project, cat.id(), ann);

        assertThatThrownBy(() -> demonstrations.finish(draft, ann))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("assistant");
        List<Message> gap = List.of(Message.user(" "), Message.assistant("Yes?"));
        assertThatThrownBy(() -> demonstrations.finish(draft.with(gap, List.of()), ann))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("empty");
    }

    @Test
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    void a_preview_says_what_an_import_would_do_and_leaves_the_project_as_it_is() {
        ImportReport report = demonstrations.preview(
                project,
                "demonstrations.jsonl",
                Fixtures.lines("{\"id\":\"d1\",\"prompt\":\"A dog?\",\"completion\":\"Woof.\"}"));

        assertThat(report.imported()).isEqualTo(1);
        assertThat(demonstrations.count(project)).isZero();
    }

    @Test
    void authors_are_those_of_the_latest_versions() {
        Demonstration first =
                demonstrations.finish(answered(demonstrations.open(project, cat.id(), ann), "A cat."), ann);
        long ben = fixtures.labeler("ben").id();
        demonstrations.correct(first.id(), first.conversation().messages(), ben);

        assertThat(demonstrations.authors(project)).containsExactly(ben);
    }

    @Test
    void a_correction_is_a_new_version_and_the_old_one_stays() {
        Demonstration first =
                demonstrations.finish(answered(demonstrations.open(project, cat.id(), ann), "There was a cta."), ann);
        List<Message> right = List.of(Message.user("A story about a cat?"), Message.assistant("There was a cat."));

        Demonstration second = demonstrations.correct(first.id(), right, ann);

        assertThat(second.version()).isEqualTo(2);
        assertThat(demonstrations.history(project, first.key()))
                .extracting(Demonstration::latest)
                .containsExactly(false, true);
        assertThat(demonstrations.search(project, "cat", 0, PageRequest.of(0, 10)))
                .extracting(Demonstration::id)
                .containsExactly(second.id());
        assertThatThrownBy(() -> demonstrations.correct(first.id(), right, ann)).isInstanceOf(WrongState.class);
    }

    @Test
    void the_next_prompt_is_one_that_nobody_answered_or_is_answering() {
        Prompt dog = prompts.add(project, Conversation.of("A story about a dog?"), List.of());
        Prompt owl = prompts.add(project, Conversation.of("A story about an owl?"), List.of());
        long ben = fixtures.labeler("ben").id();

        demonstrations.finish(answered(demonstrations.open(project, cat.id(), ann), "Miaow."), ann);
        demonstrations.save(answered(demonstrations.open(project, dog.id(), ben), "Wo"), ben);

        assertThat(demonstrations.nextPrompt(project, ann, 0)).contains(owl);
        assertThat(demonstrations.nextPrompt(project, ben, 0)).contains(dog);
        assertThat(demonstrations.nextPrompt(project, ann, owl.id())).isEmpty();
        assertThat(demonstrations.promptsLeft(project, ann)).isEqualTo(1);
        assertThat(demonstrations.promptsLeft(project, ben)).isEqualTo(2);
    }

    @Test
    void both_forms_of_a_line_come_in_and_find_their_prompt() {
        demonstrations.importLines(
                project,
                "demonstrations.jsonl",
                Fixtures.lines(
                        "{\"id\":\"one\",\"prompt\":\"A story about a cat?\",\"completion\":\"Miaow.\"}",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Hello\"}],"
                                + "\"labeler\":\"labeler-x\"}"));

        Demonstration one = demonstrations.history(project, "one").getFirst();
        assertThat(one.promptId()).isEqualTo(cat.id());
        assertThat(one.conversation().messages())
                .containsExactly(Message.user("A story about a cat?"), Message.assistant("Miaow."));
        assertThat(demonstrations.count(project)).isEqualTo(2);
    }

    @Test
    void a_conversation_in_which_the_assistant_says_nothing_is_no_demonstration() {
        ImportRejected rejected = catchThrowableOfType(
                ImportRejected.class,
                () -> demonstrations.importLines(
                        project,
                        "demonstrations.jsonl",
                        Fixtures.lines("{\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")));

        assertThat(rejected.badLines()).extracting(BadLine::fault).containsExactly(BadLine.Fault.WRONG_TYPE);
    }

    private static DemonstrationDraft answered(DemonstrationDraft draft, String answer) {
        return draft.with(List.of(draft.messages().getFirst(), Message.assistant(answer)), draft.suggestions());
    }
}
