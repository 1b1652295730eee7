package org.rlhfworkbench.policy.finetuning;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.kernel.NoGradients;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.TokenBatch;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.optimisation.LearningRate;
import org.rlhfworkbench.lm.run.Checkpoint;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunFailure;
import org.rlhfworkbench.lm.tokenizer.RenderedChat;
import org.rlhfworkbench.lm.training.LanguageModelLoss;
import org.rlhfworkbench.reward.evaluation.Clusters;

/**
 * Fits a language model to what the assistant says in dialogues, its end-of-turn tokens included; what others say is
 * read and not learned. A share of each batch may come from older dialogues, so that what was learned there stays.
 *
 * <p>The batch of a step follows from the seed and the step alone, so that a resumed run equals an uninterrupted one.
 */
public final class FineTuner implements AutoCloseable {

    /**
     * How to train.
     *
     * @param steps optimiser steps in all
     * @param batchSize dialogues a step
     * @param rowsAtOnce dialogues in memory at once; gradients are accumulated over the passes of a step
     * @param mixShare the share of older dialogues in the batches, in [0, 1)
     * @param learningRate by step
     * @param evaluateEvery steps between two looks at the held-out dialogues, which also write a checkpoint
     * @param seed of the batches
     */
    public record Settings(
            int steps,
            int batchSize,
            int rowsAtOnce,
            double mixShare,
            LearningRate learningRate,
            AdamW.Settings optimizer,
            int evaluateEvery,
            long seed) {

        public Settings {
            if (!(mixShare >= 0 && mixShare < 1)) {
                throw new IllegalArgumentException("the share of older dialogues lies in [0, 1), not " + mixShare);
            }
        }

        /** Older dialogues in the steps before this one. */
        private long mixedBefore(long step) {
            return (long) Math.floor(mixShare * batchSize * step);
        }
    }

    private static final String WEIGHTS = "model.safetensors";

    private final LanguageModel model;
    private final Stream demonstrations;
    private final Stream older;
    private final List<RenderedChat> heldOut;
    private final Settings settings;
    private final AdamW optimizer;

    /**
     * @param dialogues demonstrations to learn from and to measure on
     * @param older dialogues to mix in; may be empty if their share is 0
     */
    public FineTuner(LanguageModel model, Dialogues dialogues, List<RenderedChat> older, Settings settings) {
        if (dialogues.training().isEmpty() || (older.isEmpty() && settings.mixShare > 0)) {
            throw new IllegalArgumentException("there are no dialogues to learn from");
        }
        this.model = model;
        this.demonstrations = new Stream(dialogues.training(), settings.batchSize, settings.seed);
        this.older = new Stream(older, settings.batchSize, settings.seed + 1);
        this.heldOut = dialogues.heldOut();
        this.settings = settings;
        model.trainable().requireGradients();
        this.optimizer = new AdamW(model.manager(), model.trainable().asMap(), settings.optimizer());
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
        run.progress().begin("training", done, settings.steps, "tokens/s");
        for (long step = done + 1; step <= settings.steps; step++) {
            List<RenderedChat> batch = batch(step - 1);
            Map<String, Number> metrics = step((int) step - 1, batch);
            boolean evaluate = step % settings.evaluateEvery == 0 || step == settings.steps;
            if (evaluate) {
                metrics.putAll(heldOutMetrics());
            }
            run.metrics().log(step, metrics);
            run.progress()
                    .step(step, batch.stream().mapToInt(RenderedChat::length).sum(), metrics);
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

    private List<RenderedChat> batch(long step) {
        long mixedBefore = settings.mixedBefore(step);
        long mixedAfter = settings.mixedBefore(step + 1);
        List<RenderedChat> batch = new ArrayList<>(older.slice(mixedBefore, mixedAfter));
        long ownBefore = step * settings.batchSize - mixedBefore;
        long ownAfter = (step + 1) * settings.batchSize - mixedAfter;
        batch.addAll(demonstrations.slice(ownBefore, ownAfter));
        return batch;
    }

    /** One step: accumulate the gradients of a batch, update the weights. */
    private Map<String, Number> step(int step, List<RenderedChat> batch) {
        long begin = System.nanoTime();
        int tokens = batch.stream().mapToInt(RenderedChat::assistantTokens).sum();
        double loss = 0;
        for (List<RenderedChat> some : passes(batch)) {
            loss += accumulate(some, tokens);
        }
        if (!Double.isFinite(loss)) {
            throw new RunFailure(
                    "The loss of step " + (step + 1) + " is not a number",
                    "The learning rate is likely too high",
                    "Lower --lr and resume; the last checkpoint is whole");
        }
        double rate = settings.learningRate.at(step);
        float norm = optimizer.step(rate);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Number> metrics = new LinkedHashMap<>();
        metrics.put("loss", loss);
        metrics.put("learning_rate", rate);
        metrics.put("gradient_norm", norm);
        metrics.put(
                "tokens_per_second",
                batch.stream().mapToInt(RenderedChat::length).sum() / seconds);
        return metrics;
    }

    /** Adds the gradients of some dialogues; their part of the batch's mean loss over {@code tokens}. */
    private double accumulate(List<RenderedChat> dialogues, int tokens) {
        try (NDManager scope = model.manager().newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            TokenBatch batch = batch(scope, dialogues); //                                       (B, T)
            NDArray logProbs = LanguageModelLoss.tokenLogProbs(model.transformer(), batch, 1); // (B, T − 1)
            NDArray loss = LanguageModelLoss.of(logProbs, lossMask(scope, dialogues), tokens); // ()
            gradients.backward(loss);
            return loss.getFloat();
        }
    }

    /** Loss on the held-out dialogues, in nats a token of the assistant; each dialogue is a cluster. */
    public Clusters heldOutLoss() {
        Clusters losses = new Clusters();
        for (List<RenderedChat> some : passes(heldOut)) {
            try (NoGradients frozen = new NoGradients();
                    NDManager scope = model.manager().newSubManager()) {
                TokenBatch batch = batch(scope, some); //                                             (B, T)
                NDArray logProbs = LanguageModelLoss.tokenLogProbs(model.transformer(), batch, 1); //  (B, T − 1)
                float[] sums =
                        logProbs.mul(lossMask(scope, some)).sum(new int[] {1}).toFloatArray(); // (B)
                for (int i = 0; i < sums.length; i++) {
                    losses.add(-sums[i], some.get(i).assistantTokens());
                }
            }
        }
        return losses;
    }

    private Map<String, Number> heldOutMetrics() {
        return heldOut.isEmpty()
                ? Map.of()
                : Map.of("held_out_loss", heldOutLoss().average().value());
    }

    private TokenBatch batch(NDManager scope, List<RenderedChat> dialogues) {
        return TokenBatch.rightPadded(
                scope, dialogues.stream().map(RenderedChat::tokens).toList(), model.padToken());
    }

    /** (B, T − 1), 1 where the token to predict is the assistant's. */
    private static NDArray lossMask(NDManager scope, List<RenderedChat> dialogues) {
        int length = dialogues.stream().mapToInt(RenderedChat::length).max().orElseThrow() - 1;
        float[] mask = new float[dialogues.size() * length];
        for (int b = 0; b < dialogues.size(); b++) {
            boolean[] fromAssistant = dialogues.get(b).fromAssistant();
            for (int t = 1; t < fromAssistant.length; t++) {
                mask[b * length + t - 1] = fromAssistant[t] ? 1 : 0;
            }
        }
        return scope.create(mask, new Shape(dialogues.size(), length));
    }

    /** Dialogues of like length together, as many as fit into memory at once. */
    private List<List<RenderedChat>> passes(List<RenderedChat> batch) {
        List<RenderedChat> sorted = batch.stream()
                .sorted(Comparator.comparingInt(RenderedChat::length))
                .toList();
        List<List<RenderedChat>> passes = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += settings.rowsAtOnce) {
            passes.add(sorted.subList(from, Math.min(sorted.size(), from + settings.rowsAtOnce)));
        }
        return passes;
    }

    private void save(Path folder) throws IOException {
        Safetensors.write(folder.resolve(WEIGHTS), model.trainable().asMap(), Safetensors.Precision.F32);
        optimizer.save(folder);
    }

    private long restore(Checkpoint checkpoint) {
        model.trainable().restore(checkpoint.folder().resolve(WEIGHTS));
        optimizer.load(checkpoint.folder());
        return checkpoint.step();
    }

    @Override
    public void close() {
        optimizer.close();
    }
}
