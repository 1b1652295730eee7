package org.rlhfworkbench.lm.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code adapter_config.json} of PEFT: which linear layers a LoRA adapter adapts, at what rank and scale. */
final class AdapterConfig {

    static final String FILE = "adapter_config.json";
    static final String BASE = "base_model_name_or_path";

    /** Read here, or without effect on what the adapter computes. */
    private static final Set<String> KNOWN = Set.of(
            "alpha_pattern",
            "auto_mapping",
            BASE,
            "bias",
            "exclude_modules",
            "fan_in_fan_out",
            "inference_mode",
            "init_lora_weights",
            "layers_pattern",
            "layers_to_transform",
            "lora_alpha",
            "lora_dropout",
            "megatron_core",
            "modules_to_save",
            "peft_type",
            "peft_version",
            "qalora_group_size",
            "r",
            "rank_pattern",
            "revision",
            "target_modules",
            "task_type",
            "use_rslora");

    /** Beginnings that leave the base as it is; the others of PEFT take something out of it. */
    private static final Set<String> HARMLESS_BEGINNINGS = Set.of("true", "false", "gaussian", "eva", "orthogonal");

    private static final Pattern FIRST_INDEX = Pattern.compile(".*?\\.[^.]*\\.(\\d+)\\..*");

    private final ObjectNode json;
    private final String place;

    /**
     * @param place the file, for what is said when something is wrong
     * @throws BadCheckpoint naming the field that is wrong or not supported
     */
    AdapterConfig(ObjectNode json, String place) {
        this.json = json;
        this.place = place;
        only("peft_type", "LORA", Set.of("LORA"));
        only("bias", "none", Set.of("none"));
        only("task_type", "CAUSAL_LM", Set.of("CAUSAL_LM", "SEQ_CLS"));
        only("init_lora_weights", "true", HARMLESS_BEGINNINGS);
        json.properties().forEach(field -> {
            if (!KNOWN.contains(field.getKey()) && !isOff(field.getValue())) {
                throw refused(field.getKey());
            }
        });
        for (String module : texts("modules_to_save")) {
            if (!Set.of("score", "classifier").contains(module)) {
                throw bad("modules_to_save has '" + module + "', which is not supported; 'score' alone is");
            }
        }
        if (base().isEmpty()) {
            throw bad(BASE + " is missing");
        }
        if (json.path("target_modules").isEmpty()
                && !json.path("target_modules").isString()) {
            throw bad("target_modules names no layers");
        }
        rank("");
        scale("");
    }

    /** A configuration that PEFT reads. */
    static AdapterConfig of(AdapterSettings settings, List<String> targets, boolean transposed) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("peft_type", "LORA");
        json.put("task_type", "CAUSAL_LM");
        json.put(BASE, ".");
        json.put("r", settings.rank());
        json.put("lora_alpha", settings.alpha());
        json.put("lora_dropout", 0.0);
        json.put("use_rslora", false);
        json.put("bias", "none");
        json.put("fan_in_fan_out", transposed);
        json.put("init_lora_weights", true);
        json.put("inference_mode", true);
        targets.forEach(json.putArray("target_modules")::add);
        json.putNull("modules_to_save");
        return new AdapterConfig(json, FILE);
    }

    /** The same adapter under a head that scores. */
    AdapterConfig scoring() {
        ObjectNode copy = json.deepCopy();
        copy.put("task_type", "SEQ_CLS");
        copy.putArray("modules_to_save").add("score");
        return new AdapterConfig(copy, place);
    }

    /** The fields for a file, with where the base is. */
    ObjectNode json(String base) {
        return json.deepCopy().put(BASE, base);
    }

    /** As the file has it: a path, or a name. */
    String base() {
        return json.path(BASE).asString("");
    }

    /** Whether it is made for a head that scores rather than for one that generates text. */
    boolean scores() {
        return json.path("task_type").asString("").equals("SEQ_CLS");
    }

    boolean saves(String module) {
        return texts("modules_to_save").contains(module);
    }

    /** r of a layer. */
    int rank(String module) {
        JsonNode rank = pattern("rank_pattern", module).orElse(json.path("r"));
        if (!rank.canConvertToInt() || rank.asInt() < 1) {
            throw bad("the rank of '" + module + "' is " + rank + ", not a whole number from 1 on");
        }
        return rank.asInt();
    }

    /** What a layer's change is multiplied by: alpha / r, or alpha / √r (Kalajdzievski 2023). */
    double scale(String module) {
        JsonNode alpha = pattern("alpha_pattern", module).orElse(json.path("lora_alpha"));
        if (!alpha.isNumber()) {
            throw bad("lora_alpha of '" + module + "' is " + alpha + ", not a number");
        }
        int rank = rank(module);
        boolean rootScaled = json.path("use_rslora").asBoolean(false);
        return alpha.asDouble() / (rootScaled ? Math.sqrt(rank) : rank);
    }

    /**
     * Whether a linear layer is adapted.
     *
     * @param module its name in the model, such as {@code model.layers.0.self_attn.q_proj}
     * @param output whether it is the output projection, which {@code all-linear} leaves out
     */
    boolean adapts(String module, boolean output) {
        if (matches(json.path("exclude_modules"), module)
                || texts("modules_to_save").stream()
                        .anyMatch(saved -> module.matches("(.*\\.)?" + saved + "(\\..*)?"))) {
            return false;
        }
        JsonNode targets = json.path("target_modules");
        if (targets.isString() && targets.asString().equals("all-linear")) {
            return !output;
        }
        return matches(targets, module) && (targets.isString() || inChosenLayer(module));
    }

    /** A list names the last parts of a layer's name, a text is a regular expression for the whole of it. */
    private boolean matches(JsonNode names, String module) {
        if (names.isString()) {
            return regex(names.asString()).matcher(module).matches();
        }
        return names.valueStream()
                .map(name -> name.asString(""))
                .anyMatch(name -> module.equals(name) || module.endsWith("." + name));
    }

    private boolean inChosenLayer(String module) {
        JsonNode layers = json.path("layers_to_transform");
        List<Integer> chosen = layers.isNumber()
                ? List.of(layers.asInt())
                : layers.valueStream().map(JsonNode::asInt).toList();
        if (chosen.isEmpty()) {
            return true;
        }
        List<String> stacks = texts("layers_pattern");
        Stream<Pattern> patterns = stacks.isEmpty()
                ? Stream.of(FIRST_INDEX)
                : stacks.stream().map(stack -> regex("(?:|.*?\\.)" + stack + "\\.(\\d+)\\..*"));
        return patterns.map(pattern -> pattern.matcher(module))
                .filter(Matcher::matches)
                .anyMatch(found -> chosen.contains(Integer.parseInt(found.group(1))));
    }

    private Optional<JsonNode> pattern(String field, String module) {
        for (Map.Entry<String, JsonNode> entry : json.path(field).properties()) {
            if (regex("(.*\\.)?(" + entry.getKey() + ")").matcher(module).matches()) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    private Pattern regex(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw bad("'" + text + "' is no regular expression");
        }
    }

    /** One text, a list of them, or nothing. */
    private List<String> texts(String field) {
        JsonNode value = json.path(field);
        return value.isString()
                ? List.of(value.asString())
                : value.valueStream().map(text -> text.asString("")).toList();
    }

    private void only(String field, String usual, Set<String> supported) {
        JsonNode value = json.path(field);
        String found = value.isMissingNode() || value.isNull() ? usual : value.asString("");
        if (!supported.contains(found)) {
            throw refused(field);
        }
    }

    private static boolean isOff(JsonNode value) {
        return value.isNull()
                || value.isBoolean() && !value.asBoolean()
                || value.isNumber() && value.asDouble() == 0
                || value.isContainer() && value.isEmpty();
    }

    private BadCheckpoint refused(String field) {
        return bad("the field '" + field + "' is " + json.path(field) + ", which is not supported");
    }

    private BadCheckpoint bad(String reason) {
        return new BadCheckpoint(
                place, reason, "Merge the adapter into its base with the library that made it, or use another one");
    }
}
