package org.rlhfworkbench.lm.architecture;

import org.jspecify.annotations.Nullable;

/**
 * What a decoder's blocks do, beyond their sizes.
 *
 * @param norm the kind of norm, before attention, before the feed-forward layer and at the end
 * @param normEpsilon added to the mean square or the variance
 * @param queryKeyNorm whether each head's queries and keys go through a root-mean-square norm of their own
 * @param rotary how positions turn queries and keys; null where positions are learned and added to the tokens
 * @param activation of the feed-forward layer
 * @param gated whether the activation gates a second projection (Shazeer 2020)
 * @param parallel whether attention and feed-forward layer both read the block's input (GPT-J, GPT-NeoX)
 * @param queryKeyValueBias whether the projections to queries, keys and values have biases
 * @param attentionOutputBias whether the projection back from the heads has one
 * @param feedForwardBias whether the feed-forward layer's projections have biases
 * @param window how many positions a token attends to, itself included; 0 for all
 * @param fullLayers how many of the first layers attend to all positions all the same
 */
public record Block(
        Norm norm,
        double normEpsilon,
        boolean queryKeyNorm,
        @Nullable Rotary rotary,
        Activation activation,
        boolean gated,
        boolean parallel,
        boolean queryKeyValueBias,
        boolean attentionOutputBias,
        boolean feedForwardBias,
        int window,
        int fullLayers) {

    /** Root-mean-square norm (Zhang and Sennrich 2019) or layer norm (Ba et al. 2016). */
    public enum Norm {
        ROOT_MEAN_SQUARE,
        LAYER
    }

    /** SiLU; GELU by the error function; GELU by its tanh approximation; ReLU. */
    public enum Activation {
        SILU,
        GELU,
        GELU_TANH,
        RELU
    }
}
