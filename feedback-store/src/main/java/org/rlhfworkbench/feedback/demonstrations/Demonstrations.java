package org.rlhfworkbench.feedback.demonstrations;

import jakarta.persistence.EntityManager;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException.DraftConflict;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.Refusal;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.conversation.Role;
import org.rlhfworkbench.feedback.drafts.Draft;
import org.rlhfworkbench.feedback.drafts.Drafts;
import org.rlhfworkbench.feedback.lines.ImportBatch;
import org.rlhfworkbench.feedback.lines.ImportReport;
import org.rlhfworkbench.feedback.lines.Json;
import org.rlhfworkbench.feedback.lines.JsonLines;
import org.rlhfworkbench.feedback.lines.Pages;
import org.rlhfworkbench.feedback.lines.UnknownFields;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.prompts.Prompt;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ObjectNode;

/** Demonstrations and the drafts that become them. A correction is a new version; the old one stays. */
@Service
public class Demonstrations {

    private static final TypeReference<DemonstrationDraft> DRAFT = new TypeReference<>() {};

    private final DemonstrationRepository repository;
    private final Prompts prompts;
    private final People people;
    private final Drafts drafts;
    private final EntityManager entities;
    private final Clock clock;

    Demonstrations(
            DemonstrationRepository repository,
            Prompts prompts,
            People people,
            Drafts drafts,
            EntityManager entities,
            Clock clock) {
        this.repository = repository;
        this.prompts = prompts;
        this.people = people;
        this.drafts = drafts;
        this.entities = entities;
        this.clock = clock;
    }

    /** The person's saved draft for this prompt, else a fresh one that begins with the prompt's messages. */
    @Transactional(readOnly = true)
    public DemonstrationDraft open(long projectId, @Nullable Long promptId, long personId) {
        DemonstrationDraft fresh = new DemonstrationDraft(projectId, promptId, opening(promptId), List.of(), 0);
        return drafts.find(personId, fresh.subject()).map(Demonstrations::read).orElse(fresh);
    }

    /** The next prompt that nobody has answered or is answering, after the given one; empty when there is none. */
    @Transactional(readOnly = true)
    public Optional<Prompt> nextPrompt(long projectId, long personId, long afterPromptId) {
        return repository.promptsWithout(projectId, personId, afterPromptId, Limit.of(1)).stream()
                .findFirst()
                .map(prompts::get);
    }

    /** How many prompts {@link #nextPrompt} could still give this person. */
    @Transactional(readOnly = true)
    public long promptsLeft(long projectId, long personId) {
        return repository.countPromptsWithout(projectId, personId);
    }

    /** The person's unfinished demonstrations in the project, the latest first. */
    @Transactional(readOnly = true)
    public List<DemonstrationDraft> unfinished(long projectId, long personId) {
        return drafts.startingWith(personId, "demonstration/").stream()
                .map(Demonstrations::read)
                .filter(draft -> draft.projectId() == projectId)
                .toList();
    }

    /**
     * Saves what is typed so far.
     *
     * @return the draft with its new revision, for the next save
     * @throws DraftConflict when another tab saved in between; what was typed here is set aside
     */
    public DemonstrationDraft save(DemonstrationDraft draft, long personId) {
        return draft.at(drafts.save(personId, draft.subject(), Json.write(draft), draft.revision()));
    }

    @Transactional
    public void discard(DemonstrationDraft draft, long personId) {
        drafts.discard(personId, draft.subject());
    }

    /** Turns a draft into a demonstration. Trailing empty turns are left out. */
    @Transactional
    public Demonstration finish(DemonstrationDraft draft, long personId) {
        List<Message> messages = checked(draft.messages());
        String key = "demo-" + UUID.randomUUID().toString().substring(0, 8);
        DemonstrationEntity finished =
                new DemonstrationEntity(draft.projectId(), key, Json.write(Json.messages(messages)), clock.instant());
        finished.promptId = draft.promptId();
        finished.authorId = personId;
        finished.suggestions = Json.write(draft.suggestions());
        drafts.discard(personId, draft.subject());
        return repository.save(finished).toRecord();
    }

    /** Writes a new version; the old one stays in the history. */
    @Transactional
    public Demonstration correct(long demonstrationId, List<Message> messages, long personId) {
        DemonstrationEntity old = entity(demonstrationId);
        if (!old.latest) {
            throw new WrongState(Refusal.DEMONSTRATION_OUTDATED, old.demonstrationKey);
        }
        old.latest = false;
        DemonstrationEntity next = new DemonstrationEntity(
                old.projectId, old.demonstrationKey, Json.write(Json.messages(checked(messages))), clock.instant());
        next.version = old.version + 1;
        next.promptId = old.promptId;
        next.authorId = personId;
        next.suggestions = old.suggestions;
        next.metadata = old.metadata;
        next.unknownFields = old.unknownFields;
        return repository.saveAndFlush(next).toRecord();
    }

    /**
     * Reads {@code demonstrations.jsonl}, gzipped or not.
     *
     * @throws ImportRejected with every bad line; nothing is imported then
     */
    @Transactional
    public ImportReport importLines(long projectId, String file, InputStream lines) {
        DemonstrationImport in = new DemonstrationImport(
                repository, new ImportBatch(entities), prompts, people, projectId, clock.instant());
        JsonLines.read(file, lines, in::accept);
        return in.report(file);
    }

    /**
     * Reads {@code demonstrations.jsonl} as an import would, and leaves the project as it is.
     *
     * @throws ImportRejected with every bad line
     */
    @Transactional
    public ImportReport preview(long projectId, String file, InputStream lines) {
        ImportReport report = importLines(projectId, file, lines);
        TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        return report;
    }

    /** Whoever wrote a latest version. */
    @Transactional(readOnly = true)
    public List<Long> authors(long projectId) {
        return repository.authors(projectId);
    }

    @Transactional(readOnly = true)
    public Optional<Demonstration> find(long demonstrationId) {
        return repository.findById(demonstrationId).map(DemonstrationEntity::toRecord);
    }

    @Transactional(readOnly = true)
    public Demonstration get(long demonstrationId) {
        return entity(demonstrationId).toRecord();
    }

    /**
     * Latest versions that contain a text, in any case.
     *
     * @param authorId 0 for everybody
     */
    @Transactional(readOnly = true)
    public Page<Demonstration> search(long projectId, String text, long authorId, Pageable page) {
        String escaped = text.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1");
        return repository.search(projectId, authorId, "%" + escaped + "%", page).map(DemonstrationEntity::toRecord);
    }

    /** All versions of one demonstration, the oldest first. */
    @Transactional(readOnly = true)
    public List<Demonstration> history(long projectId, String key) {
        return repository.findByProjectIdAndDemonstrationKeyOrderByVersion(projectId, key).stream()
                .map(DemonstrationEntity::toRecord)
                .toList();
    }

    @Transactional(readOnly = true)
    public long count(long projectId) {
        return repository.countByProjectIdAndLatestTrue(projectId);
    }

    /** When each demonstration was first finished, the oldest first. */
    @Transactional(readOnly = true)
    public List<Instant> written(long projectId) {
        return repository.written(projectId);
    }

    /** Hands over each latest version as the object that {@code demonstrations.jsonl} holds. */
    @Transactional(readOnly = true)
    public void exportTo(long projectId, Consumer<ObjectNode> lines) {
        Map<Long, String> pseudonyms = people.all().stream().collect(Collectors.toMap(Person::id, Person::pseudonym));
        Pages.forEach(
                entities,
                (after, limit) -> repository.after(projectId, after, limit),
                demonstration -> demonstration.id,
                demonstration -> lines.accept(object(demonstration, pseudonyms)));
    }

    private List<Message> opening(@Nullable Long promptId) {
        return promptId == null
                ? List.of()
                : prompts.get(promptId).conversation().messages();
    }

    private DemonstrationEntity entity(long id) {
        return repository.findById(id).orElseThrow(() -> new NotFound("demonstration", id));
    }

    private static DemonstrationDraft read(Draft draft) {
        return Json.read(draft.content(), DRAFT).at(draft.revision());
    }

    private static List<Message> checked(List<Message> messages) {
        List<Message> kept = messages;
        while (!kept.isEmpty() && kept.getLast().content().isBlank()) {
            kept = kept.subList(0, kept.size() - 1);
        }
        if (kept.stream().noneMatch(message -> message.role() == Role.ASSISTANT)) {
            throw new Invalid("messages", Refusal.DEMONSTRATION_UNANSWERED);
        }
        if (kept.stream().anyMatch(message -> message.content().isBlank())) {
            throw new Invalid("messages", Refusal.DEMONSTRATION_GAP);
        }
        return kept;
    }

    private static ObjectNode object(DemonstrationEntity demonstration, Map<Long, String> pseudonyms) {
        ObjectNode object = Json.object();
        object.put("id", demonstration.demonstrationKey);
        object.set("messages", Json.parse(demonstration.messages));
        if (demonstration.authorId != null) {
            object.put("labeler", pseudonyms.get(demonstration.authorId));
        }
        if (demonstration.metadata != null) {
            object.set("metadata", Json.parse(demonstration.metadata));
        }
        return UnknownFields.weave(object, demonstration.unknownFields);
    }
}
