package org.rlhfworkbench.lm.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A byte-level byte-pair vocabulary. Ids: the special tokens, the bytes 0 to 255, the merges in the order learned.
 *
 * @param specialTokens the tokens with the first ids
 * @param merges each makes one token of two with smaller ids
 */
public record BytePairVocabulary(List<String> specialTokens, List<Merge> merges) {

    /** The file that names the end and padding tokens and holds the chat template. */
    public static final String CONFIG_FILE = "tokenizer_config.json";

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Two tokens that become one. */
    public record Merge(int left, int right) {}

    public int size() {
        return specialTokens.size() + 256 + merges.size();
    }

    /** How the file spells each token, by id. */
    List<String> spellings() {
        List<String> spellings = new ArrayList<>(specialTokens);
        for (int b = 0; b < 256; b++) {
            spellings.add(String.valueOf(ByteAlphabet.of(b)));
        }
        for (Merge merge : merges) {
            spellings.add(spellings.get(merge.left) + spellings.get(merge.right));
        }
        return spellings;
    }

    /**
     * Writes {@code tokenizer.json} and {@code tokenizer_config.json} with the {@link ChatTemplate#CHATML} template, as
     * Transformers reads them.
     *
     * @param folder created if it is not there
     * @param endToken the special token that ends an answer
     * @param padToken another one: a padding that is also the end would teach a model never to stop
     * @param contextLength in tokens
     */
    public void write(Path folder, String endToken, String padToken, int contextLength) throws IOException {
        if (endToken.equals(padToken) || !specialTokens.contains(endToken) || !specialTokens.contains(padToken)) {
            throw new IllegalArgumentException("the end and padding tokens must be two of " + specialTokens);
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(Tokenizer.FILE), tokenizerJson());
        ObjectNode config = JSON.createObjectNode();
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        config.put("eos_token", endToken);
        config.put("pad_token", padToken);
        config.put("model_max_length", contextLength);
        config.put("clean_up_tokenization_spaces", false);
        config.put("chat_template", ChatTemplate.CHATML);
        Files.writeString(
                folder.resolve(CONFIG_FILE),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n");
    }

    private String tokenizerJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < specialTokens.size(); id++) {
            ObjectNode token = added.addObject();
            token.put("id", id).put("content", specialTokens.get(id));
            token.put("single_word", false).put("lstrip", false).put("rstrip", false);
            token.put("normalized", false).put("special", true);
        }
        root.putNull("normalizer");
        root.set("pre_tokenizer", byteLevel().put("use_regex", true));
        root.putNull("post_processor");
        root.set("decoder", byteLevel().put("use_regex", true));
        root.set("model", model());
        return JSON.writeValueAsString(root);
    }

    private static ObjectNode byteLevel() {
        return JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true);
    }

    private ObjectNode model() {
        ObjectNode model = JSON.createObjectNode().put("type", "BPE");
        model.putNull("dropout");
        model.putNull("unk_token");
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        List<String> spellings = spellings();
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < spellings.size(); id++) {
            vocabulary.put(spellings.get(id), id);
        }
        ArrayNode pairs = model.putArray("merges");
        for (Merge merge : merges) {
            pairs.add(spellings.get(merge.left) + " " + spellings.get(merge.right));
        }
        return model;
    }
}
