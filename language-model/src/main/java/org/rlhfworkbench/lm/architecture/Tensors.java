package org.rlhfworkbench.lm.architecture;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tensors of a decoder, whatever its family calls them. A projection is (out, in), as {@code x · Wᵀ} wants it;
 * queries, keys and values are the rows of one matrix, in this order, and so are gate and up.
 */
public final class Tensors {

    public static final String EMBEDDING = "embedding.weight";
    public static final String POSITIONS = "positions.weight";
    public static final String FINAL_NORM = "final_norm";
    public static final String OUTPUT = "output.weight";

    /** The head of a model that scores instead of generating text, (1, C), not among {@link #shapes}. */
    public static final String SCORE = "score.weight";

    public static final String ATTENTION_NORM = "attention_norm";
    public static final String QUERY_KEY_VALUE = "query_key_value";
    public static final String QUERY_NORM = "query_norm.weight";
    public static final String KEY_NORM = "key_norm.weight";
    public static final String ATTENTION_OUTPUT = "attention_output";
    public static final String FEED_FORWARD_NORM = "feed_forward_norm";
    public static final String UP = "up";
    public static final String DOWN = "down";

    private Tensors() {}

    /** A part of one block, such as {@code blocks.3.up}. */
    public static String inBlock(int layer, String part) {
        return "blocks." + layer + "." + part;
    }

    /** Names and shapes in the order in which they are drawn, optimised and written. */
    public static Map<String, long[]> shapes(ModelConfig config) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        Block block = config.block();
        long width = config.width();
        long headSize = config.headSize();
        shapes.put(EMBEDDING, new long[] {config.vocabularySize(), width});
        if (block.rotary() == null) {
            shapes.put(POSITIONS, new long[] {config.contextLength(), width});
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            norm(shapes, inBlock(layer, ATTENTION_NORM), config);
            long fused = (config.heads() + 2L * config.keyValueHeads()) * headSize;
            linear(shapes, inBlock(layer, QUERY_KEY_VALUE), fused, width, block.queryKeyValueBias());
            if (block.queryKeyNorm()) {
                shapes.put(inBlock(layer, QUERY_NORM), new long[] {headSize});
                shapes.put(inBlock(layer, KEY_NORM), new long[] {headSize});
            }
            String output = inBlock(layer, ATTENTION_OUTPUT);
            linear(shapes, output, width, config.heads() * headSize, block.attentionOutputBias());
            norm(shapes, inBlock(layer, FEED_FORWARD_NORM), config);
            long inner = config.innerWidth() * (block.gated() ? 2L : 1L);
            linear(shapes, inBlock(layer, UP), inner, width, block.feedForwardBias());
            linear(shapes, inBlock(layer, DOWN), width, config.innerWidth(), block.feedForwardBias());
        }
        norm(shapes, FINAL_NORM, config);
        if (config.generatesText() && !config.tiedEmbeddings()) {
            shapes.put(OUTPUT, new long[] {config.vocabularySize(), width});
        }
        return shapes;
    }

    private static void norm(Map<String, long[]> shapes, String name, ModelConfig config) {
        shapes.put(name + ".weight", new long[] {config.width()});
        if (config.block().norm() == Block.Norm.LAYER) {
            shapes.put(name + ".bias", new long[] {config.width()});
        }
    }

    private static void linear(Map<String, long[]> shapes, String name, long out, long in, boolean bias) {
        shapes.put(name + ".weight", new long[] {out, in});
        if (bias) {
            shapes.put(name + ".bias", new long[] {out});
        }
    }
}
