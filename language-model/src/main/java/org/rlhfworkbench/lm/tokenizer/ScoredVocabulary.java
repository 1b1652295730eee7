package org.rlhfworkbench.lm.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A vocabulary of SentencePiece: of all pairs that make a token the one with the best score is merged first, spaces are
 * written {@code ▁}, and a character without a token falls back to its bytes.
 */
final class ScoredVocabulary {

    private static final String SPACE = "\u2581";

    /** Two tokens and the score of the one that they make. */
    private record Merge(String left, String right, float score) {}

    private ScoredVocabulary() {}

    /** The merges that do the same: by falling score, then the longer left token, then the longer right one. */
    static ArrayNode merges(List<String> tokens, List<Float> scores) {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(tokens.get(id), id);
        }
        List<Merge> merges = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            for (int at = 1; at < token.length(); at++) {
                String left = token.substring(0, at);
                String right = token.substring(at);
                if (ids.containsKey(left) && ids.containsKey(right)) {
                    merges.add(new Merge(left, right, scores.get(id)));
                }
            }
        }
        merges.sort(Comparator.comparingDouble(Merge::score)
                .thenComparingInt(merge -> merge.left().length())
                .thenComparingInt(merge -> merge.right().length())
                .reversed());
        ArrayNode json = JsonMapper.shared().createArrayNode();
        merges.forEach(merge -> json.addArray().add(merge.left()).add(merge.right()));
        return json;
    }

    /** How {@code tokenizer.json} says what is done with spaces. */
    static void describe(ObjectNode root, boolean spaceInFront) {
        ArrayNode normalizers =
                root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        if (spaceInFront) {
            normalizers.addObject().put("type", "Prepend").put("prepend", SPACE);
        }
        replace(normalizers.addObject(), " ", SPACE);
        root.putNull("pre_tokenizer");
        ArrayNode decoders = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
        replace(decoders.addObject(), SPACE, " ");
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        if (spaceInFront) {
            decoders.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
    }

    private static void replace(ObjectNode node, String from, String to) {
        node.put("type", "Replace");
        node.putObject("pattern").put("String", from);
        node.put("content", to);
    }
}
