package org.rlhfworkbench.lm.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a byte-level tokenizer cuts a text before it merges: GGUF has a name for it, {@code tokenizer.json} the rule itself.
 *
 * @see <a href="https://github.com/ggml-org/llama.cpp/blob/master/src/llama-vocab.cpp">the rules by name</a>
 */
enum PreTokenizer {
    GPT2(Set.of("gpt-2", "olmo", "mpt", "jais"), true, List.of()),
    DIGITS(
            Set.of("smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"),
            true,
            List.of(digits())),
    LLAMA3(Set.of("llama-bpe", "llama3", "llama-v3", "smaug-bpe", "dbrx"), false, List.of(split(words("{1,3}")))),
    QWEN2(Set.of("qwen2", "stablelm2"), false, List.of(split(words("")))),
    UNNAMED(
            Set.of("default"),
            false,
            List.of(
                    split("[\\p{P}\\$\\+<=>\\^~\\|]+"),
                    split("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)"),
                    split("\\p{N}+"),
                    split("[0-9][0-9][0-9]")));

    private final Set<String> names;
    private final boolean wordsByByteLevel;
    private final List<ObjectNode> before;

    PreTokenizer(Set<String> names, boolean wordsByByteLevel, List<ObjectNode> before) {
        this.names = names;
        this.wordsByByteLevel = wordsByByteLevel;
        this.before = before;
    }

    /** The rule of that name in GGUF, empty for one that is not known here. */
    static Optional<PreTokenizer> named(String name) {
        return Arrays.stream(values()).filter(rule -> rule.names.contains(name)).findFirst();
    }

    /** The rule that a {@code tokenizer.json} states, empty for one without a name here. */
    static Optional<PreTokenizer> of(JsonNode stated) {
        return Arrays.stream(values())
                .filter(rule -> essence(rule.json()).equals(essence(stated)))
                .findFirst();
    }

    /** All names, for a refusal. */
    static String allNames() {
        return Arrays.stream(values())
                .flatMap(rule -> rule.names.stream())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** What {@code tokenizer.ggml.pre} calls it: of several names, the one of the model that first had the rule. */
    String ggufName() {
        return switch (this) {
            case GPT2 -> "gpt-2";
            case DIGITS -> "smollm";
            case LLAMA3 -> "llama-bpe";
            case QWEN2 -> "qwen2";
            case UNNAMED -> "default";
        };
    }

    /** Whether a word that is a token needs no merges, and a text begins with its own token. */
    boolean likeLlama3() {
        return this == LLAMA3;
    }

    /** {@code pre_tokenizer} in {@code tokenizer.json}. */
    ObjectNode json() {
        ObjectNode byteLevel = node("ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", wordsByByteLevel);
        if (before.isEmpty()) {
            return byteLevel;
        }
        ObjectNode sequence = node("Sequence");
        before.forEach(step -> sequence.withArray("pretokenizers").add(step.deepCopy()));
        sequence.withArray("pretokenizers").add(byteLevel);
        return sequence;
    }

    /** What decides where a text is cut. */
    private static List<String> essence(JsonNode stated) {
        List<JsonNode> steps = stated.path("type").asString("").equals("Sequence")
                ? stated.path("pretokenizers").valueStream().toList()
                : List.of(stated);
        return steps.stream()
                .map(step -> String.join(
                        " ",
                        step.path("type").asString(""),
                        step.path("pattern").toString(),
                        step.path("behavior").asString(""),
                        step.path("invert").asString("false"),
                        step.path("individual_digits").asString("false"),
                        step.path("add_prefix_space").asString("false"),
                        step.path("use_regex").asString("true")))
                .toList();
    }

    private static ObjectNode node(String type) {
        return JsonMapper.shared().createObjectNode().put("type", type);
    }

    private static ObjectNode digits() {
        return node("Digits").put("individual_digits", true);
    }

    private static ObjectNode split(String pattern) {
        ObjectNode split = node("Split").put("behavior", "Isolated").put("invert", false);
        split.putObject("pattern").put("Regex", pattern);
        return split;
    }

    /** Words of the later vocabularies, with so many digits together. */
    private static String words(String digits) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}" + digits
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }
}
