package org.rlhfworkbench.lm.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** The same transformer in loops over doubles, a row at a time, with nothing shared but the weights. */
final class NaiveTransformer {

    private final ModelConfig config;
    private final Map<String, double[]> weights = new LinkedHashMap<>();

    NaiveTransformer(ModelConfig config, Weights weights) {
        this.config = config;
        weights.asMap().forEach((name, array) -> {
            float[] values = array.toFloatArray();
            double[] copy = new double[values.length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = values[i];
            }
            this.weights.put(name, copy);
        });
    }

    /** The live values of a weight: a test may nudge them. */
    double[] weight(String name) {
        double[] values = weights.get(name);
        if (values == null) {
            throw new IllegalArgumentException(name);
        }
        return values;
    }

    /** Log-probabilities of every next token, (T, V). */
    double[][] logProbs(int[] tokens) {
        double[][] x = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            x[t] = row(weight("model.embed_tokens.weight"), tokens[t], config.width());
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            add(x, attention(name + "self_attn.", norm(x, name + "input_layernorm.weight")));
            add(x, feedForward(name + "mlp.", norm(x, name + "post_attention_layernorm.weight")));
        }
        double[][] logits = project(norm(x, "model.norm.weight"), "model.embed_tokens.weight");
        for (double[] row : logits) {
            logSoftmax(row);
        }
        return logits;
    }

    /** Mean negative log-probability of each token given those before it. */
    double loss(int[] tokens) {
        double[][] logProbs = logProbs(tokens);
        double sum = 0;
        for (int t = 1; t < tokens.length; t++) {
            sum -= logProbs[t - 1][tokens[t]];
        }
        return sum / (tokens.length - 1);
    }

    private double[][] attention(String name, double[][] x) {
        double[][] q = project(x, name + "q_proj.weight");
        double[][] k = project(x, name + "k_proj.weight");
        double[][] v = project(x, name + "v_proj.weight");
        int size = config.headSize();
        for (int t = 0; t < x.length; t++) {
            rotate(q[t], t);
            rotate(k[t], t);
        }
        double[][] mixed = new double[x.length][config.heads() * size];
        for (int head = 0; head < config.heads(); head++) {
            int own = head * size;
            int shared = head / (config.heads() / config.keyValueHeads()) * size;
            for (int t = 0; t < x.length; t++) {
                double[] scores = new double[t + 1];
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < size; i++) {
                        scores[s] += q[t][own + i] * k[s][shared + i] / Math.sqrt(size);
                    }
                }
                logSoftmax(scores);
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < size; i++) {
                        mixed[t][own + i] += Math.exp(scores[s]) * v[s][shared + i];
                    }
                }
            }
        }
        return project(mixed, name + "o_proj.weight");
    }

    private double[][] feedForward(String name, double[][] x) {
        double[][] gate = project(x, name + "gate_proj.weight");
        double[][] up = project(x, name + "up_proj.weight");
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < up[t].length; i++) {
                up[t][i] *= gate[t][i] / (1 + Math.exp(-gate[t][i]));
            }
        }
        return project(up, name + "down_proj.weight");
    }

    private void rotate(double[] heads, int position) {
        int size = config.headSize();
        for (int start = 0; start < heads.length; start += size) {
            for (int i = 0; i < size / 2; i++) {
                double angle = position / Math.pow(config.ropeTheta(), 2.0 * i / size);
                double a = heads[start + i];
                double b = heads[start + size / 2 + i];
                heads[start + i] = a * Math.cos(angle) - b * Math.sin(angle);
                heads[start + size / 2 + i] = b * Math.cos(angle) + a * Math.sin(angle);
            }
        }
    }

    private double[][] norm(double[][] x, String name) {
        double[] gain = weight(name);
        double[][] result = new double[x.length][gain.length];
        for (int t = 0; t < x.length; t++) {
            double squares = 0;
            for (double value : x[t]) {
                squares += value * value;
            }
            for (int i = 0; i < gain.length; i++) {
                result[t][i] = x[t][i] * gain[i] / Math.sqrt(squares / gain.length + config.normEpsilon());
            }
        }
        return result;
    }

    private double[][] project(double[][] x, String name) {
        double[] weight = weight(name);
        int in = x[0].length;
        double[][] result = new double[x.length][weight.length / in];
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < weight.length; i++) {
                result[t][i / in] += weight[i] * x[t][i % in];
            }
        }
        return result;
    }

    private static void add(double[][] x, double[][] more) {
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < x[t].length; i++) {
                x[t][i] += more[t][i];
            }
        }
    }

    private static void logSoftmax(double[] row) {
        double sum = 0;
        for (double value : row) {
            sum += Math.exp(value);
        }
        for (int i = 0; i < row.length; i++) {
            row[i] -= Math.log(sum);
        }
    }

    private static double[] row(double[] matrix, int row, int width) {
        return java.util.Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
    }
}
