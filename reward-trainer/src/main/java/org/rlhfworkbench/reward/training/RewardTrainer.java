package org.rlhfworkbench.reward.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.kernel.NoGradients;
import org.rlhfworkbench.lm.model.TokenBatch;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.optimisation.LearningRate;
import org.rlhfworkbench.lm.run.Checkpoint;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunFailure;
import org.rlhfworkbench.reward.model.RewardModel;
import org.rlhfworkbench.reward.ranking.Comparison;
import org.rlhfworkbench.reward.ranking.Comparisons;
import org.rlhfworkbench.reward.ranking.RankingLoss;

/**
 * Fits a reward model to rankings. One batch element is a prompt with its K responses, all scored in one pass: as cheap
 * as K texts, and without the overfitting that its comparisons cause when they are shuffled one by one (Ouyang et al.
 * 2022, section 3.5).
 *
 * <p>The batches of a step follow from the seed and the step alone, so that a resumed run equals an uninterrupted one.
 */
public final class RewardTrainer implements AutoCloseable {

    /**
     * How to train.
     *
     * @param steps optimiser steps in all
     * @param batchSize prompts a step
     * @param rowsAtOnce responses in memory at once; gradients are accumulated over the passes of a step
     * @param learningRate by step
     * @param evaluateEvery steps between two looks at the held-out prompts, which also write a checkpoint
     * @param seed of the batches
     */
    public record Settings(
            int steps,
            int batchSize,
            int rowsAtOnce,
            LearningRate learningRate,
            AdamW.Settings optimizer,
            int evaluateEvery,
            long seed) {}

    /** The constant that makes streams of nearby seeds independent (Steele et al. 2014). */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private static final String WEIGHTS = "model.safetensors";

    private final RewardModel model;
    private final List<RewardExample> training;
    private final List<RewardExample> heldOut;
    private final Settings settings;
    private final AdamW optimizer;

    /**
     * @param training examples with something to compare
     * @param heldOut examples that training never sees; may be empty
     */
    public RewardTrainer(
            RewardModel model, List<RewardExample> training, List<RewardExample> heldOut, Settings settings) {
        if (training.isEmpty()) {
            throw new IllegalArgumentException("there is no ranking to learn from");
        }
        this.model = model;
        this.training = List.copyOf(training);
        this.heldOut = List.copyOf(heldOut);
        this.settings = settings;
        model.trunk().trainable().requireGradients();
        this.optimizer =
                new AdamW(model.trunk().manager(), model.trunk().trainable().asMap(), settings.optimizer());
    }

    /**
     * Trains to the end or until a stop is asked for, from the run's newest checkpoint if there is one.
     *
     * @return whether the last step was reached
     * @throws RunFailure when the loss is no longer a number
     */
    public boolean run(RunDirectory run) {
        long done = run.rewind().map(this::restore).orElse(0L);
        if (done == 0) {
            run.metrics().log(0, heldOutMetrics());
        }
        run.progress().begin("training", done, settings.steps, "prompts/s");
        for (long step = done + 1; step <= settings.steps; step++) {
            Map<String, Number> metrics = step((int) step - 1);
            boolean evaluate = step % settings.evaluateEvery == 0 || step == settings.steps;
            if (evaluate) {
                metrics.putAll(heldOutMetrics());
            }
            run.metrics().log(step, metrics);
            run.progress().step(step, settings.batchSize, metrics);
            boolean stop = run.stopRequest().isRequested();
            if (stop || evaluate) {
                run.checkpoint(step, this::save);
            }
            if (stop) {
                return step == settings.steps;
            }
        }
        return true;
    }

    /** One step: gather a batch, accumulate its gradients, update the weights. */
    private Map<String, Number> step(int step) {
        Tally tally = new Tally();
        List<RewardExample> batch = batch(step);
        for (List<RewardExample> some : passes(batch)) {
            accumulate(some, some.size() / (double) batch.size(), tally);
        }
        if (!Double.isFinite(tally.loss)) {
            throw new RunFailure(
                    "The loss of step " + (step + 1) + " is not a number",
                    "The learning rate is likely too high",
                    "Lower --lr and resume; the last checkpoint is whole");
        }
        double rate = settings.learningRate.at(step);
        float norm = optimizer.step(rate);
        Map<String, Number> metrics = tally.metrics("");
        metrics.put("learning_rate", rate);
        metrics.put("gradient_norm", norm);
        return metrics;
    }

    /** Adds the gradients of some examples, which are {@code share} of the batch. */
    private void accumulate(List<RewardExample> examples, double share, Tally tally) {
        try (NDManager scope = model.trunk().manager().newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray scores = scores(scope, examples); //                          (R)
            NDArray loss = loss(scores, examples).mul((float) share); //                  ()
            gradients.backward(loss);
            tally.add(loss.getFloat(), scores.toFloatArray(), examples);
        }
    }

    private Map<String, Number> heldOutMetrics() {
        Tally tally = new Tally();
        for (List<RewardExample> some : passes(heldOut)) {
            try (NoGradients frozen = new NoGradients();
                    NDManager scope = model.trunk().manager().newSubManager()) {
                NDArray scores = scores(scope, some); //                          (R)
                double share = some.size() / (double) heldOut.size();
                tally.add(loss(scores, some).getFloat() * share, scores.toFloatArray(), some);
            }
        }
        return heldOut.isEmpty() ? new LinkedHashMap<>() : tally.metrics("held_out_");
    }

    private NDArray scores(NDManager scope, List<RewardExample> examples) {
        List<int[]> rows = new ArrayList<>();
        examples.forEach(example -> rows.addAll(example.rows()));
        return model.scores(TokenBatch.rightPadded(scope, rows, model.trunk().padToken()));
    }

    private static NDArray loss(NDArray scores, List<RewardExample> examples) {
        return RankingLoss.of(
                scores, examples.stream().map(RewardExample::comparisons).toList());
    }

    /** The examples of a step: the next ones in the epoch's order. */
    private List<RewardExample> batch(int step) {
        int perEpoch = (training.size() + settings.batchSize - 1) / settings.batchSize;
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, training.size()).boxed().toList());
        Collections.shuffle(order, new SplittableRandom(settings.seed ^ GOLDEN * (1 + step / perEpoch)));
        int from = step % perEpoch * settings.batchSize;
        return order.subList(from, Math.min(order.size(), from + settings.batchSize)).stream()
                .map(training::get)
                .toList();
    }

    /** Examples of like length together, as many as fit into one pass; all rows of an example stay in the same one. */
    private List<List<RewardExample>> passes(List<RewardExample> batch) {
        List<List<RewardExample>> passes = new ArrayList<>();
        int rows = settings.rowsAtOnce;
        for (RewardExample example : batch.stream()
                .sorted(Comparator.comparingInt(RewardExample::longest))
                .toList()) {
            if (passes.isEmpty() || rows + example.rows().size() > settings.rowsAtOnce) {
                passes.add(new ArrayList<>());
                rows = 0;
            }
            passes.getLast().add(example);
            rows += example.rows().size();
        }
        return passes;
    }

    private void save(Path folder) throws java.io.IOException {
        Safetensors.write(folder.resolve(WEIGHTS), model.trunk().trainable().asMap(), Safetensors.Precision.F32);
        optimizer.save(folder);
    }

    private long restore(Checkpoint checkpoint) {
        model.trunk().trainable().restore(checkpoint.folder().resolve(WEIGHTS));
        optimizer.load(checkpoint.folder());
        return checkpoint.step();
    }

    @Override
    public void close() {
        optimizer.close();
    }

    /** Loss and accuracy of the passes of one batch. */
    private static final class Tally {
        private double loss;
        private double right;
        private int pairs;

        void add(double share, float[] scores, List<RewardExample> examples) {
            loss += share;
            int offset = 0;
            for (RewardExample example : examples) {
                Comparisons comparisons = example.comparisons();
                for (Comparison win : comparisons.wins()) {
                    float difference = scores[offset + win.better()] - scores[offset + win.worse()];
                    right += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
                    pairs++;
                }
                offset += comparisons.responses();
            }
        }

        Map<String, Number> metrics(String prefix) {
            Map<String, Number> metrics = new LinkedHashMap<>();
            metrics.put(prefix + "loss", loss);
            if (pairs > 0) {
                metrics.put(prefix + "accuracy", right / pairs);
            }
            return metrics;
        }
    }
}
