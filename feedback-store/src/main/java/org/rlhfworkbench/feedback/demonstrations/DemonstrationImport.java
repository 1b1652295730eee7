package org.rlhfworkbench.feedback.demonstrations;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.rlhfworkbench.feedback.BadLine.Fault;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.conversation.Role;
import org.rlhfworkbench.feedback.lines.ImportBatch;
import org.rlhfworkbench.feedback.lines.ImportReport;
import org.rlhfworkbench.feedback.lines.Json;
import org.rlhfworkbench.feedback.lines.Line;
import org.rlhfworkbench.feedback.lines.LineFault;
import org.rlhfworkbench.feedback.lines.UnknownFields;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.prompts.Prompt;
import org.rlhfworkbench.feedback.prompts.Prompts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** One reading of {@code demonstrations.jsonl}, in either of its two forms. */
final class DemonstrationImport {

    private static final List<String> KNOWN = List.of("id", "messages", "labeler", "metadata");
    private static final List<String> KNOWN_IN_PAIRS = List.of("id", "prompt", "completion", "labeler", "metadata");

    private final DemonstrationRepository repository;
    private final ImportBatch batch;
    private final Prompts prompts;
    private final People people;
    private final long projectId;
    private final Instant now;
    private int unchanged;

    DemonstrationImport(
            DemonstrationRepository repository,
            ImportBatch batch,
            Prompts prompts,
            People people,
            long projectId,
            Instant now) {
        this.repository = repository;
        this.batch = batch;
        this.prompts = prompts;
        this.people = people;
        this.projectId = projectId;
        this.now = now;
    }

    void accept(Line line) {
        ArrayNode messages = messages(line);
        String json = Json.write(messages);
        String key =
                line.id("id").orElseGet(() -> "demo-" + UUID.nameUUIDFromBytes(json.getBytes(StandardCharsets.UTF_8)));
        Optional<DemonstrationEntity> before =
                repository.findByProjectIdAndDemonstrationKeyAndLatestTrue(projectId, key);
        if (before.isPresent()) {
            if (!before.get().messages.equals(json)) {
                throw new LineFault(Fault.ID_TAKEN, key);
            }
            unchanged++;
            return;
        }
        DemonstrationEntity demonstration = new DemonstrationEntity(projectId, key, json, now);
        demonstration.promptId = prompts.sameAs(projectId, beforeLastAnswer(json))
                .map(Prompt::id)
                .orElse(null);
        demonstration.authorId = line.optionalText("labeler")
                .map(pseudonym -> people.byPseudonym(pseudonym).id())
                .orElse(null);
        JsonNode metadata = line.object().get("metadata");
        demonstration.metadata = metadata == null ? null : Json.write(metadata);
        demonstration.unknownFields =
                UnknownFields.of(line.object(), line.object().has("messages") ? KNOWN : KNOWN_IN_PAIRS);
        repository.save(demonstration);
        batch.added();
    }

    ImportReport report(String file) {
        return new ImportReport(file, batch.size(), unchanged, List.of());
    }

    private static ArrayNode messages(Line line) {
        if (line.node("messages") == null && line.node("completion") != null) {
            ArrayNode messages = Json.messages(line.prompt("prompt").messages());
            messages.addObject()
                    .put("role", Role.ASSISTANT.wireName())
                    .put("content", Line.nonEmpty("completion", line.text("completion")));
            return messages;
        }
        List<Message> messages = line.messages("messages");
        if (messages.stream().noneMatch(message -> message.role() == Role.ASSISTANT)) {
            throw new LineFault(Fault.WRONG_TYPE, "messages", "a conversation with an assistant's turn");
        }
        return (ArrayNode) line.required("messages");
    }

    private static Conversation beforeLastAnswer(String json) {
        List<Message> messages = Json.conversation(json).messages();
        return Conversation.of(messages.subList(0, messages.size() - 1));
    }
}
