package org.rlhfworkbench.lm.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.architecture.Tensors;

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
            x[t] = row(weight(Tensors.EMBEDDING), tokens[t], config.width());
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            add(x, attention(layer, norm(x, Tensors.inBlock(layer, Tensors.ATTENTION_NORM))));
            add(x, feedForward(layer, norm(x, Tensors.inBlock(layer, Tensors.FEED_FORWARD_NORM))));
        }
        double[][] logits = project(norm(x, Tensors.FINAL_NORM), Tensors.EMBEDDING);
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

    private double[][] attention(int layer, double[][] x) {
        int size = config.headSize();
        int queries = config.heads() * size;
        int keys = config.keyValueHeads() * size;
        double[][] fused = project(x, Tensors.inBlock(layer, Tensors.QUERY_KEY_VALUE) + ".weight");
        double[][] q = columns(fused, 0, queries);
        double[][] k = columns(fused, queries, keys);
        double[][] v = columns(fused, queries + keys, keys);
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
        return project(mixed, Tensors.inBlock(layer, Tensors.ATTENTION_OUTPUT) + ".weight");
    }

    private double[][] feedForward(int layer, double[][] x) {
        double[][] both = project(x, Tensors.inBlock(layer, Tensors.UP) + ".weight");
        double[][] gate = columns(both, 0, config.innerWidth());
        double[][] up = columns(both, config.innerWidth(), config.innerWidth());
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < up[t].length; i++) {
                up[t][i] *= gate[t][i] / (1 + Math.exp(-gate[t][i]));
            }
        }
        return project(up, Tensors.inBlock(layer, Tensors.DOWN) + ".weight");
    }

    private void rotate(double[] heads, int position) {
        int size = config.headSize();
        for (int start = 0; start < heads.length; start += size) {
            for (int i = 0; i < size / 2; i++) {
                double angle = position / Math.pow(10_000, 2.0 * i / size);
                double a = heads[start + i];
                double b = heads[start + size / 2 + i];
                heads[start + i] = a * Math.cos(angle) - b * Math.sin(angle);
                heads[start + size / 2 + i] = b * Math.cos(angle) + a * Math.sin(angle);
            }
        }
    }

    private double[][] norm(double[][] x, String name) {
        double[] gain = weight(name + ".weight");
        double[][] result = new double[x.length][gain.length];
        for (int t = 0; t < x.length; t++) {
            double squares = 0;
            for (double value : x[t]) {
                squares += value * value;
            }
            for (int i = 0; i < gain.length; i++) {
                result[t][i] = x[t][i]
                        * gain[i]
                        / Math.sqrt(squares / gain.length + config.block().normEpsilon());
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

    private static double[][] columns(double[][] x, int first, int count) {
        double[][] result = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            result[t] = java.util.Arrays.copyOfRange(x[t], first, first + count);
        }
        return result;
    }

    private static double[] row(double[] matrix, int row, int width) {
        return java.util.Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
    }
}
