package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.rlhfworkbench.lm.kernel.Kernels;

/**
 * A decoder-only transformer of the Llama family (Touvron et al. 2023): pre-norm blocks of grouped-query attention with
 * rotary positions and a SwiGLU feed-forward layer. Training, scoring and sampling all run this one forward pass.
 *
 * <p>Dimensions:
 *
 * <ul>
 *   <li>B: batch, T: positions of this pass, S: positions attended to (T plus what the cache holds)
 *   <li>C: width, V: vocabulary
 *   <li>nh: query heads, nkv: key and value heads, hs: head size
 * </ul>
 */
public final class Transformer {

    private final ModelConfig config;
    private final Weights weights;
    private final NDArray cosines; //                                          (context, hs)
    private final NDArray sines; //                                            (context, hs)

    public Transformer(ModelConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        double[][] angles = rotaryAngles(config);
        this.cosines = table(weights.manager(), angles, Math::cos);
        this.sines = table(weights.manager(), angles, Math::sin);
    }

    /** Hidden states after the last norm: tokens (B, T) int64 give (B, T, C). */
    public NDArray hidden(Pass pass, NDArray tokens) {
        NDArray x = Kernels.embedding(tokens, weights.get("model.embed_tokens.weight")); //    (B, T, C)
        NDArray cosine = Kernels.embedding(pass.positions(), cosines).expandDims(1); //        (B, 1, T, hs)
        NDArray sine = Kernels.embedding(pass.positions(), sines).expandDims(1); //            (B, 1, T, hs)
        for (int layer = 0; layer < config.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            x = x.add(attention(pass, layer, norm(x, name + "input_layernorm"), cosine, sine)); //  (B, T, C)
            x = x.add(feedForward(name + "mlp.", norm(x, name + "post_attention_layernorm"))); //   (B, T, C)
        }
        if (pass.cache() != null) {
            pass.cache().advance((int) tokens.getShape().get(1));
        }
        return norm(x, "model.norm"); //                                       (B, T, C)
    }

    /** Next-token logits: (…, C) gives (…, V). */
    public NDArray logits(NDArray hidden) {
        return Kernels.linear(hidden, outputWeight());
    }

    /**
     * Natural logarithm of each target's probability, without a second copy of the logits.
     *
     * @param hidden (N, C), the states that predict the targets
     * @param targets (N) int64
     * @param temperature divides the logits
     * @return (N)
     */
    public NDArray logProbs(NDArray hidden, NDArray targets, double temperature) {
        return Kernels.logProbs(hidden, outputWeight(), targets, temperature);
    }

    /** Entropy of the next-token distributions in nats: (…, C) gives (…). */
    public NDArray entropy(NDArray hidden, double temperature) {
        return Kernels.entropy(hidden, outputWeight(), temperature);
    }

    private NDArray outputWeight() {
        return weights.get(config.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight");
    }

    private NDArray attention(Pass pass, int layer, NDArray x, NDArray cosine, NDArray sine) {
        String name = "model.layers." + layer + ".self_attn.";
        NDArray q = heads(project(x, name + "q_proj"), config.heads()); //            (B, nh, T, hs)
        NDArray k = heads(project(x, name + "k_proj"), config.keyValueHeads()); //    (B, nkv, T, hs)
        NDArray v = heads(project(x, name + "v_proj"), config.keyValueHeads()); //    (B, nkv, T, hs)
        q = Kernels.rotate(q, cosine, sine); //                                       (B, nh, T, hs)
        k = Kernels.rotate(k, cosine, sine); //                                       (B, nkv, T, hs)
        if (pass.cache() != null) {
            k = pass.cache().appendKeys(layer, k); //                                 (B, nkv, S, hs)
            v = pass.cache().appendValues(layer, v); //                               (B, nkv, S, hs)
        }
        boolean single = pass.cache() != null && q.getShape().get(2) == 1;
        NDArray mixed = Kernels.attention(q, k, v, pass.bias(), !single); //          (B, nh, T, hs)
        NDArray merged = mixed.transpose(0, 2, 1, 3)
                .reshape(x.getShape().get(0), x.getShape().get(1), -1); // (B, T, nh·hs)
        return project(merged, name + "o_proj"); //                                   (B, T, C)
    }

    private NDArray feedForward(String name, NDArray x) {
        NDArray gated = Kernels.swiGlu(project(x, name + "gate_proj"), project(x, name + "up_proj")); // (B, T, inner)
        return project(gated, name + "down_proj"); //                                 (B, T, C)
    }

    private NDArray norm(NDArray x, String name) {
        return Kernels.rmsNorm(x, weights.get(name + ".weight"), config.normEpsilon());
    }

    private NDArray project(NDArray x, String name) {
        return Kernels.linear(x, weights.get(name + ".weight"));
    }

    private NDArray heads(NDArray x, int count) { //                                  x: (B, T, count·hs)
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), count, config.headSize()).transpose(0, 2, 1, 3);
    }

    private static double[][] rotaryAngles(ModelConfig config) {
        double[][] angles = new double[config.contextLength()][config.headSize()];
        int half = config.headSize() / 2;
        for (int i = 0; i < half; i++) {
            double frequency = Math.pow(config.ropeTheta(), -(double) i / half);
            for (int position = 0; position < angles.length; position++) {
                angles[position][i] = position * frequency;
                angles[position][half + i] = position * frequency;
            }
        }
        return angles;
    }

    private static NDArray table(NDManager manager, double[][] angles, java.util.function.DoubleUnaryOperator f) {
        float[] values = new float[angles.length * angles[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) f.applyAsDouble(angles[i / angles[0].length][i % angles[0].length]);
        }
        return manager.create(values, new Shape(angles.length, angles[0].length));
    }
}
