package org.rlhfworkbench.feedback.prompts;

import jakarta.persistence.EntityManager;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.Refusal;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.lines.ImportBatch;
import org.rlhfworkbench.feedback.lines.ImportReport;
import org.rlhfworkbench.feedback.lines.Json;
import org.rlhfworkbench.feedback.lines.JsonLines;
import org.rlhfworkbench.feedback.lines.Pages;
import org.rlhfworkbench.feedback.lines.UnknownFields;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import tools.jackson.databind.node.ObjectNode;

/** The prompts of a project. */
@Service
@Transactional
public class Prompts {

    private final PromptRepository repository;
    private final EntityManager entities;
    private final Clock clock;

    Prompts(PromptRepository repository, EntityManager entities, Clock clock) {
        this.repository = repository;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Reads {@code prompts.jsonl}, gzipped or not.
     *
     * @param file the name for messages
     * @throws ImportRejected with every bad line; nothing is imported then
     */
    public ImportReport importLines(long projectId, String file, InputStream lines) {
        PromptImport in = new PromptImport(repository, new ImportBatch(entities), projectId, clock.instant());
        JsonLines.read(file, lines, in::accept);
        return in.report(file);
    }

    /**
     * Reads {@code prompts.jsonl} as an import would, and leaves the project as it is.
     *
     * @throws ImportRejected with every bad line
     */
    public PromptPreview preview(long projectId, String file, InputStream lines) {
        PromptImport in = new PromptImport(repository, new ImportBatch(entities), projectId, clock.instant());
        JsonLines.read(file, lines, in::accept);
        TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        return new PromptPreview(in.report(file), in.first());
    }

    public Prompt add(long projectId, Conversation conversation, List<String> tags) {
        if (conversation.text().isBlank()) {
            throw new Invalid("prompt", Refusal.PROMPT_EMPTY);
        }
        String key = "prompt-" + UUID.randomUUID().toString().substring(0, 8);
        PromptEntity prompt =
                new PromptEntity(projectId, key, Json.write(Json.tree(conversation)), conversation, clock.instant());
        prompt.duplicateOf = repository
                .findFirstByProjectIdAndContentHashOrderById(projectId, prompt.contentHash)
                .map(same -> same.promptKey)
                .orElse(null);
        if (!tags.isEmpty()) {
            ObjectNode metadata = Json.object();
            metadata.set("tags", Json.tree(tags));
            prompt.metadata = Json.write(metadata);
            prompt.tags.addAll(tags);
        }
        return repository.save(prompt).toRecord();
    }

    /** Takes prompts out of lists and of what is sampled, or puts them back. */
    public void setArchived(Collection<Long> promptIds, boolean archived) {
        repository.findAllById(promptIds).forEach(prompt -> prompt.archived = archived);
    }

    @Transactional(readOnly = true)
    public Page<Prompt> search(long projectId, PromptFilter filter, Pageable page) {
        return repository
                .search(projectId, filter.archived(), pattern(filter.text()), filter.tag(), page)
                .map(PromptEntity::toRecord);
    }

    @Transactional(readOnly = true)
    public Optional<Prompt> find(long promptId) {
        return repository.findById(promptId).map(PromptEntity::toRecord);
    }

    @Transactional(readOnly = true)
    public Prompt get(long promptId) {
        return find(promptId).orElseThrow(() -> new NotFound("prompt", promptId));
    }

    @Transactional(readOnly = true)
    public Optional<Prompt> findByKey(long projectId, String key) {
        return repository.findByProjectIdAndPromptKey(projectId, key).map(PromptEntity::toRecord);
    }

    /** The prompts of the project that have one of the keys, by key. */
    @Transactional(readOnly = true)
    public Map<String, Prompt> byKey(long projectId, Collection<String> keys) {
        return repository.findByProjectIdAndPromptKeyIn(projectId, keys).stream()
                .map(PromptEntity::toRecord)
                .collect(Collectors.toMap(Prompt::key, Function.identity()));
    }

    /** The oldest prompt of the project that says the same, if any. */
    @Transactional(readOnly = true)
    public Optional<Prompt> sameAs(long projectId, Conversation conversation) {
        return repository
                .findFirstByProjectIdAndContentHashOrderById(projectId, Fingerprint.of(conversation))
                .map(PromptEntity::toRecord);
    }

    /** How many prompts are not archived. */
    @Transactional(readOnly = true)
    public long count(long projectId) {
        return repository.countByProjectIdAndArchived(projectId, false);
    }

    /** Every tag of the project, in alphabetical order. */
    @Transactional(readOnly = true)
    public List<String> tags(long projectId) {
        return repository.tags(projectId);
    }

    /** The prompts that say what an older one says already. */
    @Transactional(readOnly = true)
    public Page<Prompt> duplicates(long projectId, String text, String tag, Pageable page) {
        return repository.duplicates(projectId, pattern(text), tag, page).map(PromptEntity::toRecord);
    }

    @Transactional(readOnly = true)
    public long countDuplicates(long projectId) {
        return repository.countByProjectIdAndArchivedFalseAndDuplicateOfIsNotNull(projectId);
    }

    /** How many prompts a selection takes. */
    @Transactional(readOnly = true)
    public long count(long projectId, PromptSelection selection) {
        return selected(projectId, selection).size();
    }

    /** Hands over each selected prompt, in the order of the project, as the object that {@code prompts.jsonl} holds. */
    @Transactional(readOnly = true)
    public void exportTo(long projectId, PromptSelection selection, Consumer<ObjectNode> lines) {
        Set<Long> chosen = Set.copyOf(selected(projectId, selection));
        Pages.forEach(
                entities, (after, limit) -> repository.after(projectId, after, limit), prompt -> prompt.id, prompt -> {
                    if (chosen.contains(prompt.id)) {
                        lines.accept(object(prompt));
                    }
                });
    }

    private List<Long> selected(long projectId, PromptSelection selection) {
        List<Long> ids = new ArrayList<>(repository.ids(projectId, selection.tag()));
        if (selection.limit() == 0 || selection.limit() >= ids.size()) {
            return ids;
        }
        Collections.shuffle(ids, new Random(selection.seed()));
        return ids.subList(0, selection.limit());
    }

    private static String pattern(String text) {
        return "%" + text.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    }

    /** Hands over each prompt that is not archived as the object that {@code prompts.jsonl} holds. */
    @Transactional(readOnly = true)
    public void exportTo(long projectId, Consumer<ObjectNode> lines) {
        Pages.forEach(
                entities,
                (after, limit) -> repository.after(projectId, after, limit),
                prompt -> prompt.id,
                prompt -> lines.accept(object(prompt)));
    }

    private static ObjectNode object(PromptEntity prompt) {
        ObjectNode object = Json.object();
        object.put("id", prompt.promptKey);
        object.set("prompt", Json.parse(prompt.content));
        if (prompt.metadata != null) {
            object.set("metadata", Json.parse(prompt.metadata));
        }
        return UnknownFields.weave(object, prompt.unknownFields);
    }
}
