package org.rlhfworkbench.lm.training;

import org.rlhfworkbench.lm.architecture.ModelConfig;

/** Shapes to begin a model from nothing with. */
public enum ModelSize {
    TINY(1024, 64, 176, 2, 4, 2),
    SMALL(4096, 192, 512, 6, 6, 3),
    MEDIUM(8192, 384, 1024, 8, 6, 6);

    private final int vocabularySize;
    private final int width;
    private final int innerWidth;
    private final int layers;
    private final int heads;
    private final int keyValueHeads;

    ModelSize(int vocabularySize, int width, int innerWidth, int layers, int heads, int keyValueHeads) {
        this.vocabularySize = vocabularySize;
        this.width = width;
        this.innerWidth = innerWidth;
        this.layers = layers;
        this.heads = heads;
        this.keyValueHeads = keyValueHeads;
    }

    /** Entries of the tokenizer to train for it. */
    public int vocabularySize() {
        return vocabularySize;
    }

    /** The model's shape. */
    public ModelConfig config(int contextLength) {
        return ModelConfig.causal(vocabularySize, width, innerWidth, layers, heads, keyValueHeads, contextLength);
    }
}
