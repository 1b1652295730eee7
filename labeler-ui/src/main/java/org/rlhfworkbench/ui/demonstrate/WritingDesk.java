package org.rlhfworkbench.ui.demonstrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException.DraftConflict;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.conversation.Role;
import org.rlhfworkbench.feedback.demonstrations.Demonstration;
import org.rlhfworkbench.feedback.demonstrations.DemonstrationDraft;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.demonstrations.Suggestion;

/** One demonstration that one person writes or corrects: what was given, what is typed, what a model suggested. */
final class WritingDesk {
    private final Demonstrations demonstrations;
    private final long personId;
    private final List<Message> given;
    private final @Nullable Demonstration corrected;
    private DemonstrationDraft draft;

    private WritingDesk(
            Demonstrations demonstrations,
            long personId,
            List<Message> given,
            DemonstrationDraft draft,
            @Nullable Demonstration corrected) {
        this.demonstrations = demonstrations;
        this.personId = personId;
        this.given = List.copyOf(given);
        this.draft = draft;
        this.corrected = corrected;
    }

    /** A new demonstration, or the draft of it. @param promptId null to write from nothing */
    static WritingDesk open(
            Demonstrations demonstrations,
            long projectId,
            @Nullable Long promptId,
            List<Message> given,
            long personId) {
        return new WritingDesk(
                demonstrations, personId, given, demonstrations.open(projectId, promptId, personId), null);
    }

    /** A finished demonstration that gets a new version. */
    static WritingDesk correct(
            Demonstrations demonstrations, Demonstration finished, List<Message> given, long personId) {
        List<Message> messages = finished.conversation().messages();
        DemonstrationDraft draft =
                new DemonstrationDraft(finished.projectId(), finished.promptId(), messages, finished.suggestions(), 0);
        boolean begins = messages.size() >= given.size()
                && messages.subList(0, given.size()).equals(given);
        return new WritingDesk(demonstrations, personId, begins ? given : List.of(), draft, finished);
    }

    /** The prompt: what comes before the first turn that is written here. */
    List<Message> given() {
        return given;
    }

    /** The turns as they were left, or one empty turn of whoever speaks next. */
    List<Message> typed() {
        List<Message> typed =
                draft.messages().subList(given.size(), draft.messages().size());
        return typed.isEmpty() ? List.of(new Message(nextRole(given), "")) : typed;
    }

    /** Names what is typed here, in this browser's own copy. */
    String key() {
        return corrected != null
                ? "again-" + corrected.id()
                : draft.promptId() == null ? "free-" + draft.projectId() : "prompt-" + draft.promptId();
    }

    boolean correcting() {
        return corrected != null;
    }

    /**
     * Keeps what is typed so far; a correction is kept by the browser only until it is saved.
     *
     * @throws DraftConflict when another tab saved in between; the next call goes on from there
     */
    void keep(List<Message> typed) {
        DemonstrationDraft now = draft.with(whole(typed), draft.suggestions());
        if (corrected != null) {
            draft = now;
            return;
        }
        try {
            draft = demonstrations.save(now, personId);
        } catch (DraftConflict overtaken) {
            draft = new DemonstrationDraft(
                    now.projectId(), now.promptId(), now.messages(), now.suggestions(), overtaken.revision());
            throw overtaken;
        }
    }

    /** Takes over what another tab has saved. */
    void takeOther() {
        draft = demonstrations.open(draft.projectId(), draft.promptId(), personId);
    }

    /** Turns what is typed into a demonstration, or into the next version of the one that is corrected. */
    Demonstration finish(List<Message> typed) {
        return corrected == null
                ? demonstrations.finish(draft.with(whole(typed), draft.suggestions()), personId)
                : demonstrations.correct(corrected.id(), whole(typed), personId);
    }

    void discard() {
        if (corrected == null) {
            demonstrations.discard(draft, personId);
        }
    }

    /** Remembers what a model wrote and the person took in. @param turn index among the typed turns */
    void suggested(int turn, String model, String text) {
        List<Suggestion> suggestions = new ArrayList<>(draft.suggestions());
        suggestions.add(new Suggestion(given.size() + turn, model, text));
        draft = draft.with(draft.messages(), suggestions);
    }

    /** Forgets the suggestions of a turn that goes, and moves those behind it up. @param turn among the typed turns */
    void removed(int turn) {
        int gone = given.size() + turn;
        List<Suggestion> suggestions = draft.suggestions().stream()
                .filter(suggestion -> suggestion.turn() != gone)
                .map(suggestion -> suggestion.turn() < gone
                        ? suggestion
                        : new Suggestion(suggestion.turn() - 1, suggestion.model(), suggestion.text()))
                .toList();
        draft = draft.with(draft.messages(), suggestions);
    }

    /** The next prompt that waits; empty when there is none. */
    Optional<Long> next() {
        long after = draft.promptId() == null ? 0 : draft.promptId();
        return demonstrations
                .nextPrompt(draft.projectId(), personId, after)
                .or(() -> demonstrations.nextPrompt(draft.projectId(), personId, 0))
                .map(prompt -> prompt.id())
                .filter(id -> !id.equals(draft.promptId()));
    }

    private List<Message> whole(List<Message> typed) {
        return Stream.concat(given.stream(), typed.stream()).toList();
    }

    static Role nextRole(List<Message> messages) {
        return !messages.isEmpty() && messages.getLast().role() == Role.USER ? Role.ASSISTANT : Role.USER;
    }
}
