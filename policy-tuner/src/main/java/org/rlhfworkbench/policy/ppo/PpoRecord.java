package org.rlhfworkbench.policy.ppo;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is measured during one update, for the curves. */
final class PpoRecord {

    private final Experience experience;
    private final double klCoefficient;
    private final double learningRate;
    private final Sums all = new Sums();
    private Sums minibatch = new Sums();
    private double gradientNorm;
    private int steps;

    PpoRecord(Experience experience, double klCoefficient, double learningRate) {
        this.experience = experience;
        this.klCoefficient = klCoefficient;
        this.learningRate = learningRate;
    }

    /** Means over the tokens of a minibatch, gathered pass by pass. */
    private static final class Sums {
        double total;
        double policy;
        double value;
        double policyClipFraction;
        double valueClipFraction;
        double approximateKl;
        double ratio;

        void add(Sums other) {
            total += other.total;
            policy += other.policy;
            value += other.value;
            policyClipFraction += other.policyClipFraction;
            valueClipFraction += other.valueClipFraction;
            approximateKl += other.approximateKl;
            ratio += other.ratio;
        }
    }

    /** One pass, {@code share} of its minibatch's tokens. */
    void add(PpoLoss loss, double share, NDArray mask) {
        Sums pass = new Sums();
        pass.total = share * loss.total().getFloat();
        pass.policy = share * loss.policy().getFloat();
        pass.value = share * loss.value().getFloat();
        pass.policyClipFraction = share * loss.policyClipFraction().getFloat();
        pass.valueClipFraction = share * loss.valueClipFraction().getFloat();
        pass.approximateKl = share * loss.approximateKl().getFloat();
        pass.ratio = share * Masked.mean(loss.ratio(), mask).getFloat();
        minibatch.add(pass);
    }

    double lastLoss() {
        return minibatch.total;
    }

    double lastRatio() {
        return minibatch.ratio;
    }

    double lastApproximateKl() {
        return minibatch.approximateKl;
    }

    double lastClipFraction() {
        return minibatch.policyClipFraction;
    }

    /** The minibatch is done. */
    void step(double norm) {
        all.add(minibatch);
        minibatch = new Sums();
        gradientNorm += norm;
        steps++;
    }

    /** Mean divergence from the reference, in nats a response. */
    double kl() {
        return mean(Episode::kl);
    }

    /** Everything by name; means over the update's episodes or minibatches. */
    Map<String, Number> metrics(double seconds) {
        List<Episode> episodes = experience.episodes();
        double tokens = episodes.stream().mapToInt(Episode::length).sum();
        Map<String, Number> metrics = new LinkedHashMap<>();
        metrics.put("reward", mean(episode -> episode.score() - klCoefficient * episode.kl()));
        metrics.put("score", mean(Episode::score));
        metrics.put("kl", kl());
        metrics.put("kl_coefficient", klCoefficient);
        metrics.put("entropy", mean(Episode::entropy));
        metrics.put("response_length", tokens / episodes.size());
        metrics.put("end_token_rate", mean(episode -> episode.response().ended() ? 1 : 0));
        metrics.put("ratio", all.ratio / steps);
        metrics.put("approximate_kl", all.approximateKl / steps);
        metrics.put("policy_clip_fraction", all.policyClipFraction / steps);
        metrics.put("value_clip_fraction", all.valueClipFraction / steps);
        metrics.put("loss", all.total / steps);
        metrics.put("policy_loss", all.policy / steps);
        metrics.put("value_loss", all.value / steps);
        metrics.put("explained_variance", experience.explainedVariance());
        metrics.put("gradient_norm", gradientNorm / steps);
        metrics.put("learning_rate", learningRate);
        metrics.put("episodes_per_second", episodes.size() / seconds);
        metrics.put("tokens_per_second", tokens / seconds);
        return metrics;
    }

    private double mean(ToDoubleFunction<Episode> figure) {
        return experience.episodes().stream().mapToDouble(figure).average().orElse(0);
    }
}
