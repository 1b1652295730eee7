package org.rlhfworkbench.lm.tokenizer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.GgufMetadata;
import org.rlhfworkbench.lm.checkpoint.GgufWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tokenizer in a GGUF file's metadata, as the files that Transformers and the tokenizer's binding read: a byte-level
 * vocabulary with merges ({@code gpt2}), or one with scores ({@code llama}).
 */
public final class GgufTokenizer {

    static final String MODEL = "tokenizer.ggml.model";
    static final String PRE = "tokenizer.ggml.pre";
    static final String TOKENS = "tokenizer.ggml.tokens";
    static final String TYPES = "tokenizer.ggml.token_type";
    static final String MERGES = "tokenizer.ggml.merges";
    static final String SCORES = "tokenizer.ggml.scores";
    static final String ADD_BEGIN = "tokenizer.ggml.add_bos_token";
    static final String TEMPLATE = "tokenizer.chat_template";

    static final int NORMAL = 1;
    static final int UNKNOWN = 2;
    static final int CONTROL = 3;
    static final int USER_DEFINED = 4;
    static final int UNUSED = 5;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final GgufMetadata metadata;
    private final List<String> tokens;

    private GgufTokenizer(Path file, GgufMetadata metadata) {
        this.file = file;
        this.metadata = metadata;
        this.tokens = metadata.texts(TOKENS);
    }

    /**
     * The files.
     *
     * @param contextLength in tokens
     * @return without content where the metadata has no tokenizer
     * @throws BadCheckpoint naming a kind of tokenizer that is not supported, or what is damaged
     */
    public static TokenizerFiles files(Path file, GgufMetadata metadata, int contextLength) {
        GgufTokenizer tokenizer = new GgufTokenizer(file, metadata);
        return tokenizer.tokens.isEmpty()
                ? new TokenizerFiles(file, Map.of())
                : new TokenizerFiles(
                        file,
                        Map.of(
                                Tokenizer.FILE,
                                JSON.writeValueAsString(tokenizer.tokenizerJson()),
                                BytePairVocabulary.CONFIG_FILE,
                                JSON.writerWithDefaultPrettyPrinter()
                                        .writeValueAsString(tokenizer.configJson(contextLength))));
    }

    /**
     * Says the same in a GGUF file.
     *
     * @param vocabularySize rows of the embedding: ids without a token become unused ones
     * @param endTokens the ids that end a text, for a tokenizer that names no such token
     * @throws BadCheckpoint if it is no byte-level tokenizer whose rule has a name there
     */
    public static void describe(GgufWriter writer, TokenizerFiles files, int vocabularySize, List<Integer> endTokens) {
        if (files.hasTokenizer()) {
            new GgufVocabulary(files).describe(writer, vocabularySize, endTokens);
        } else {
            writer.text(MODEL, "none");
        }
    }

    /** The name of a special token, such as that of {@code bos}; an id that is no token counts as none. */
    private Optional<String> special(String name) {
        OptionalLong id = metadata.wholeNumber("tokenizer.ggml." + name + "_token_id");
        return id.isPresent() && id.getAsLong() >= 0 && id.getAsLong() < tokens.size()
                ? Optional.of(tokens.get((int) id.getAsLong()))
                : Optional.empty();
    }

    private ObjectNode configJson(int contextLength) {
        ObjectNode config = JSON.createObjectNode();
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        Map.of("bos_token", "bos", "eos_token", "eos", "unk_token", "unknown", "pad_token", "padding")
                .forEach((field, name) -> special(name).ifPresent(token -> config.put(field, token)));
        config.put("model_max_length", contextLength);
        config.put("clean_up_tokenization_spaces", false);
        metadata.text(TEMPLATE).ifPresent(template -> config.put("chat_template", template));
        return config;
    }

    private ObjectNode tokenizerJson() {
        String kind = metadata.text(MODEL).orElse("");
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        root.set("added_tokens", addedTokens());
        switch (kind) {
            case "gpt2" -> byteLevel(root);
            case "llama" -> scored(root);
            default -> throw unsupported("tokenizers of the kind '" + kind + "' are not read; gpt2 and llama are");
        }
        return root;
    }

    private ArrayNode addedTokens() {
        List<Integer> types = metadata.integers(TYPES);
        ArrayNode added = JSON.createArrayNode();
        for (int id = 0; id < Math.min(types.size(), tokens.size()); id++) {
            int type = types.get(id);
            if (type == CONTROL || type == USER_DEFINED || type == UNKNOWN) {
                ObjectNode token = added.addObject();
                token.put("id", id).put("content", tokens.get(id));
                token.put("single_word", false).put("lstrip", false).put("rstrip", false);
                token.put("normalized", false).put("special", type != USER_DEFINED);
            }
        }
        return added;
    }

    private void byteLevel(ObjectNode root) {
        String name = metadata.text(PRE).orElse("default");
        PreTokenizer pre = PreTokenizer.named(name)
                .orElseThrow(() -> unsupported(
                        "its tokenizer cuts texts as '" + name + "' does; known are " + PreTokenizer.allNames()));
        if (pre == PreTokenizer.QWEN2) {
            root.putObject("normalizer").put("type", "NFC");
        } else {
            root.putNull("normalizer");
        }
        root.set("pre_tokenizer", pre.json());
        root.set("post_processor", beginning(pre.likeLlama3()));
        root.set("decoder", PreTokenizer.GPT2.json());
        ObjectNode model = model(null, pre.likeLlama3());
        ArrayNode merges = model.putArray("merges");
        for (String merge : metadata.texts(MERGES)) {
            if (merge.indexOf(' ', 1) < 0) {
                throw damaged("the merge '" + merge + "' is of one token");
            }
            merges.add(merge);
        }
        root.set("model", model);
    }

    private void scored(ObjectNode root) {
        boolean spaceInFront = metadata.flag("tokenizer.ggml.add_space_prefix").orElse(true);
        ScoredVocabulary.describe(root, spaceInFront);
        root.set("post_processor", beginning(true));
        List<Float> scores = metadata.numbers(SCORES);
        if (scores.size() != tokens.size()) {
            throw damaged("there are " + tokens.size() + " tokens and " + scores.size() + " scores");
        }
        ObjectNode model = model(special("unknown").orElse("<unk>"), false);
        model.put("fuse_unk", true).put("byte_fallback", true);
        model.set("merges", ScoredVocabulary.merges(tokens, scores));
        root.set("model", model);
    }

    private ObjectNode model(@Nullable String unknown, boolean ignoreMerges) {
        ObjectNode model = JSON.createObjectNode().put("type", "BPE");
        model.putNull("dropout");
        model.put("unk_token", unknown);
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", ignoreMerges);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        if (vocabulary.size() != tokens.size()) {
            throw damaged("two tokens are spelled alike");
        }
        return model;
    }

    /** What puts the token in front that opens a text, where the model wants it. */
    private JsonNode beginning(boolean usual) {
        Optional<String> begin = special("bos");
        if (begin.isEmpty() || !metadata.flag(ADD_BEGIN).orElse(usual)) {
            return JSON.nullNode();
        }
        ObjectNode processor = JSON.createObjectNode().put("type", "TemplateProcessing");
        for (String one : List.of("single", "pair")) {
            ArrayNode parts = processor.putArray(one);
            parts.addObject().putObject("SpecialToken").put("id", begin.get()).put("type_id", 0);
            parts.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        }
        processor
                .withArray("pair")
                .addObject()
                .putObject("Sequence")
                .put("id", "B")
                .put("type_id", 1);
        ObjectNode token = processor.putObject("special_tokens").putObject(begin.get());
        token.put("id", begin.get());
        token.putArray("ids").add(tokens.indexOf(begin.get()));
        token.putArray("tokens").add(begin.get());
        return processor;
    }

    private BadCheckpoint unsupported(String reason) {
        return new BadCheckpoint(file.toString(), reason, "Use the model's folder in Hugging Face layout");
    }

    private BadCheckpoint damaged(String reason) {
        return new BadCheckpoint(
                file.toString(), "its tokenizer is damaged: " + reason, "Fetch or convert the file again");
    }
}
