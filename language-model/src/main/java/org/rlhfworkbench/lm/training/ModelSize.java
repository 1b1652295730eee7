package org.rlhfworkbench.lm.training;

import org.rlhfworkbench.lm.architecture.ModelConfig;

/**
 * Shapes to begin a model from nothing with, from what two cores train in minutes to the depths of GPT-2 and GPT-3: 12, 48
 * and 96 blocks (Radford et al. 2019, table 2; Brown et al. 2020, table 2.1).
 */
public enum ModelSize {
    /** 0.16 million weights, 2 blocks. */
    TINY(1024, 64, 176, 2, 4, 2),
    /** 3.2 million weights, 6 blocks: the bundled model. */
    SMALL(4096, 192, 512, 6, 6, 3),
    /** 17 million weights, 8 blocks. */
    MEDIUM(8192, 384, 1024, 8, 6, 6),
    /** 110 million weights, 12 blocks. */
    BASE(32_768, 768, 2048, 12, 12, 12),
    /** 1.5 billion weights, 48 blocks. */
    DEEP(32_768, 1600, 4288, 48, 25, 25),
    /** 175 billion weights, 96 blocks. */
    GIANT(50_304, 12_288, 32_768, 96, 96, 96);

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
