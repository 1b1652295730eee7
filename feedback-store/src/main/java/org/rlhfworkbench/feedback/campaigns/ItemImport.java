package org.rlhfworkbench.feedback.campaigns;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.BadLine.Fault;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.lines.Json;
import org.rlhfworkbench.feedback.lines.Line;
import org.rlhfworkbench.feedback.lines.LineFault;
import org.rlhfworkbench.feedback.lines.UnknownFields;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.prompts.Prompt;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.springframework.context.ApplicationEventPublisher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns lines of {@code samples.jsonl} and {@code rankings.jsonl} into items, and items back into lines. */
final class ItemImport {

    private static final List<String> KNOWN_IN_SAMPLES = List.of("prompt_id", "prompt", "responses");
    private static final List<String> KNOWN_IN_RANKINGS = List.of("id", "prompt", "responses", "rankings");
    private static final List<String> KNOWN_IN_RESPONSES = List.of("id", "content", "model", "seed", "finish_reason");

    private final CampaignEntity campaign;
    private final ItemRepository items;
    private final Prompts prompts;
    private final ApplicationEventPublisher events;
    private final Map<String, Long> modelIds = new HashMap<>();

    ItemImport(
            CampaignEntity campaign,
            ItemRepository items,
            Prompts prompts,
            Models models,
            ApplicationEventPublisher events) {
        this.campaign = campaign;
        this.items = items;
        this.prompts = prompts;
        this.events = events;
        for (Model model : models.usableBy(campaign.projectId)) {
            modelIds.put(model.folder(), model.id());
            modelIds.put(model.name(), model.id());
        }
    }

    void addSample(Line line) {
        String promptKey = line.id("prompt_id").orElseThrow(() -> new LineFault(Fault.MISSING_FIELD, "prompt_id"));
        ItemEntity item = item(line, campaign.code + "-" + promptKey, prompts.findByKey(campaign.projectId, promptKey));
        item.unknownFields = UnknownFields.of(line.object(), KNOWN_IN_SAMPLES);
        add(item);
    }

    Item addRanked(Line line) {
        String key = line.id("id").orElseThrow(() -> new LineFault(Fault.MISSING_FIELD, "id"));
        ItemEntity item = item(line, key, prompts.sameAs(campaign.projectId, line.prompt("prompt")));
        item.unknownFields = UnknownFields.of(line.object(), KNOWN_IN_RANKINGS);
        add(item);
        return item.toRecord();
    }

    /** The line of {@code rankings.jsonl}, with an empty list of rankings. */
    static ObjectNode object(ItemEntity item) {
        ObjectNode object = Json.object();
        object.put("id", item.itemKey);
        object.set("prompt", Json.parse(item.prompt));
        ArrayNode responses = object.putArray("responses");
        for (OutputEntity output : item.outputs) {
            ObjectNode response = Json.object().put("id", output.outputKey).put("content", output.content);
            if (output.modelName != null) {
                response.put("model", output.modelName);
            }
            if (output.seed != null) {
                response.put("seed", output.seed);
            }
            if (output.finishReason != null) {
                response.put("finish_reason", output.finishReason);
            }
            responses.add(UnknownFields.weave(response, output.unknownFields));
        }
        object.putArray("rankings");
        return UnknownFields.weave(object, item.unknownFields);
    }

    private ItemEntity item(Line line, String key, Optional<Prompt> prompt) {
        Conversation checked = line.prompt("prompt");
        ItemEntity item = new ItemEntity(
                campaign,
                key,
                prompt.map(Prompt::id).orElse(null),
                checked.plain() ? Json.write(Json.tree(checked)) : Json.write(line.required("prompt")));
        if (items.existsByProjectIdAndItemKey(campaign.projectId, key)) {
            throw new LineFault(Fault.ID_TAKEN, key);
        }
        List<ObjectNode> responses = line.objects("responses");
        if (responses.size() < 2) {
            throw new LineFault(Fault.TOO_FEW_RESPONSES, Integer.toString(responses.size()));
        }
        Set<String> keys = new HashSet<>();
        for (ObjectNode response : responses) {
            OutputEntity output = output(line.at(response));
            if (!keys.add(output.outputKey)) {
                throw new LineFault(Fault.REPEATED_RESPONSE, output.outputKey, "responses");
            }
            item.add(output);
        }
        return item;
    }

    private OutputEntity output(Line response) {
        String key = response.id("id").orElseThrow(() -> new LineFault(Fault.MISSING_FIELD, "responses.id"));
        OutputEntity output = new OutputEntity(key, response.text("content"));
        output.modelName = response.optionalText("model").orElse(null);
        output.modelId = modelId(output.modelName);
        output.seed = seed(response.node("seed"));
        output.finishReason = response.optionalText("finish_reason").orElse(null);
        output.unknownFields = UnknownFields.of(response.object(), KNOWN_IN_RESPONSES);
        return output;
    }

    private @Nullable Long modelId(@Nullable String name) {
        Long named = name == null ? null : modelIds.get(name);
        return named == null && campaign.modelIds.size() == 1
                ? campaign.modelIds.iterator().next()
                : named;
    }

    private static @Nullable Long seed(@Nullable JsonNode seed) {
        if (seed == null) {
            return null;
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw new LineFault(Fault.WRONG_TYPE, "seed", "a whole number of 64 bits");
        }
        return seed.longValue();
    }

    private void add(ItemEntity item) {
        items.saveAndFlush(item);
        events.publishEvent(new ItemAdded(campaign.id, item.id, campaign.labelersPerItem));
    }
}
