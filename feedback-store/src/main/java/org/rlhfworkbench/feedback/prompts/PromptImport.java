package org.rlhfworkbench.feedback.prompts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.BadLine.Fault;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.lines.ImportBatch;
import org.rlhfworkbench.feedback.lines.ImportReport;
import org.rlhfworkbench.feedback.lines.Json;
import org.rlhfworkbench.feedback.lines.Line;
import org.rlhfworkbench.feedback.lines.LineFault;
import org.rlhfworkbench.feedback.lines.UnknownFields;
import tools.jackson.databind.JsonNode;

/** One reading of {@code prompts.jsonl}. */
final class PromptImport {

    private static final int SHOWN = 8;
    private static final List<String> KNOWN = List.of("id", "prompt", "metadata");

    private final PromptRepository repository;
    private final ImportBatch batch;
    private final long projectId;
    private final Instant now;
    private final List<Prompt> first = new ArrayList<>();
    private final List<ImportReport.Duplicate> duplicates = new ArrayList<>();
    private int unchanged;

    PromptImport(PromptRepository repository, ImportBatch batch, long projectId, Instant now) {
        this.repository = repository;
        this.batch = batch;
        this.projectId = projectId;
        this.now = now;
    }

    void accept(Line line) {
        Conversation conversation = line.prompt("prompt");
        String content = Json.write(line.required("prompt"));
        String key = line.id("id")
                .orElseGet(() -> "prompt-" + Fingerprint.of(conversation).substring(0, 12));
        PromptEntity prompt = new PromptEntity(projectId, key, content, conversation, now);
        prompt.metadata = metadata(line);
        prompt.unknownFields = UnknownFields.of(line.object(), KNOWN);
        prompt.tags.addAll(tags(line));
        Optional<PromptEntity> before = repository.findByProjectIdAndPromptKey(projectId, key);
        if (before.isPresent()) {
            refuseOtherContent(before.get(), prompt);
            unchanged++;
            return;
        }
        repository
                .findFirstByProjectIdAndContentHashOrderById(projectId, prompt.contentHash)
                .ifPresent(same -> {
                    prompt.duplicateOf = same.promptKey;
                    duplicates.add(new ImportReport.Duplicate(line.number(), key, same.promptKey));
                });
        repository.save(prompt);
        if (first.size() < SHOWN) {
            first.add(prompt.toRecord());
        }
        batch.added();
    }

    /** The first few prompts that were new. */
    List<Prompt> first() {
        return first;
    }

    ImportReport report(String file) {
        return new ImportReport(file, batch.size(), unchanged, duplicates);
    }

    private static void refuseOtherContent(PromptEntity before, PromptEntity prompt) {
        if (!before.content.equals(prompt.content) || !Objects.equals(before.metadata, prompt.metadata)) {
            throw new LineFault(Fault.ID_TAKEN, prompt.promptKey);
        }
    }

    private static @Nullable String metadata(Line line) {
        JsonNode metadata = line.object().get("metadata");
        if (metadata == null) {
            return null;
        }
        if (!metadata.isObject() && !metadata.isNull()) {
            throw new LineFault(Fault.WRONG_TYPE, "metadata", "an object");
        }
        return Json.write(metadata);
    }

    private static List<String> tags(Line line) {
        return line.object()
                .path("metadata")
                .path("tags")
                .valueStream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(tag -> !tag.isBlank() && tag.length() <= 200)
                .distinct()
                .toList();
    }
}
