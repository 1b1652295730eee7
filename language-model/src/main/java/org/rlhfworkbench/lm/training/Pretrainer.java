package org.rlhfworkbench.lm.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Next-token prediction on plain text: the stage before any human feedback.
 *
 * <p>Stopped at any moment, a run goes on from its newest checkpoint and ends in the same weights and metrics, timings
 * excepted, bit for bit on a CPU with the same number of threads.
 */
public final class Pretrainer implements AutoCloseable {

    /**
     * @param steps optimiser steps in all
     * @param batchSize blocks a step
     * @param microBatchSize blocks in memory at once; their gradients are accumulated
     * @param learningRate by step
     * @param optimizer AdamW's settings
     * @param evaluateEvery steps between two looks at the held-out text, which also write a checkpoint
     */
    public record Settings(
            int steps,
            int batchSize,
            int microBatchSize,
            LearningRate learningRate,
            AdamW.Settings optimizer,
            int evaluateEvery) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String WEIGHTS = "model.safetensors";
    private static final String CURSOR = "cursor.json";

    private final LanguageModel model;
    private final Mixture mixture;
    private final List<int[]> heldOut;
    private final Settings settings;
    private final AdamW optimizer;

    /**
     * @param mixture blocks of T + 1 tokens
     * @param heldOut blocks of T + 1 tokens that training never sees
     */
    Pretrainer(LanguageModel model, Mixture mixture, List<int[]> heldOut, Settings settings) {
        this.model = model;
        this.mixture = mixture;
        this.heldOut = heldOut;
        this.settings = settings;
        model.trainable().requireGradients();
        this.optimizer = new AdamW(model.manager(), model.trainable().asMap(), settings.optimizer());
    }

    /**
     * Trains to the end, or until a stop is asked for.
     *
     * @param resume whether to go on from the run's newest checkpoint
     * @return whether the last step was reached
     * @throws RunFailure when the loss or a gradient is no longer a number
     */
    public boolean run(RunDirectory run, boolean resume) {
        long done = resume ? run.rewind().map(this::restore).orElse(0L) : 0;
        if (done == 0) {
            run.metrics().log(0, Map.of("held_out_loss", heldOutLoss()));
        }
        run.progress().begin("training", done, settings.steps(), "tokens/s");
        for (int step = (int) done + 1; step <= settings.steps(); step++) {
            Map<String, Number> metrics = step(step - 1);
            boolean stop = run.stopRequest().isRequested();
            boolean evaluate = step % settings.evaluateEvery() == 0 || step == settings.steps();
            if (evaluate) {
                double loss = heldOutLoss();
                refuseUnlessFinite("held-out loss", step - 1, loss);
                metrics.put("held_out_loss", loss);
            }
            run.metrics().log(step, metrics);
            run.progress().step(step, tokensPerStep(), metrics);
            if (stop || evaluate) {
                run.checkpoint(step, this::save);
            }
            if (stop) {
                return step == settings.steps();
            }
        }
        return true;
    }

    /** One step: gather a batch, accumulate its gradients, update the weights. */
    private Map<String, Number> step(int step) {
        long begin = System.nanoTime();
        List<int[]> rows = mixture.batch(step, settings.batchSize());
        double loss = 0;
        for (int from = 0; from < rows.size(); from += settings.microBatchSize()) {
            loss += accumulate(
                    rows.subList(from, Math.min(rows.size(), from + settings.microBatchSize())), rows.size());
        }
        refuseUnlessFinite("loss", step, loss);
        double rate = settings.learningRate().at(step);
        float norm = optimizer.step(rate);
        refuseUnlessFinite("gradient norm", step, norm);
        Map<String, Number> metrics = new LinkedHashMap<>();
        metrics.put("loss", loss);
        metrics.put("learning_rate", rate);
        metrics.put("gradient_norm", norm);
        metrics.put("tokens_per_second", tokensPerStep() / ((System.nanoTime() - begin) / 1e9));
        return metrics;
    }

    /** The weights after such a step are lost, but no checkpoint has them yet. */
    private static void refuseUnlessFinite(String name, int step, double value) {
        if (!Double.isFinite(value)) {
            throw new RunFailure(
                    "The " + name + " of step " + (step + 1) + " is " + value,
                    "The learning rate is likely too high",
                    "Begin another run with a lower --lr; this one keeps its last good checkpoint");
        }
    }

    /** Adds the gradients of some rows; their share of the batch's mean loss. */
    private double accumulate(List<int[]> rows, int batchSize) {
        try (NDManager scope = model.manager().newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray logProbs = logProbs(scope, rows); //                              (B, T)
            NDArray loss = logProbs.mean().mul(-rows.size() / (float) batchSize);
            gradients.backward(loss);
            return loss.getFloat();
        }
    }

    private NDArray logProbs(NDManager scope, List<int[]> rows) {
        TokenBatch batch = TokenBatch.rightPadded(scope, rows, model.padToken()); //  (B, T + 1), all full
        return LanguageModelLoss.tokenLogProbs(model.transformer(), batch, 1); //     (B, T)
    }

    /** Mean cross-entropy of the held-out blocks, in nats a token. */
    public double heldOutLoss() {
        double sum = 0;
        for (int from = 0; from < heldOut.size(); from += settings.microBatchSize()) {
            List<int[]> rows = heldOut.subList(from, Math.min(heldOut.size(), from + settings.microBatchSize()));
            try (NoGradients frozen = new NoGradients();
                    NDManager scope = model.manager().newSubManager()) {
                sum -= logProbs(scope, rows).mean().getFloat() * rows.size();
            }
        }
        return sum / heldOut.size();
    }

    private long tokensPerStep() {
        return (long) settings.batchSize() * (heldOut.getFirst().length - 1);
    }

    private void save(Path folder) throws IOException {
        Safetensors.write(folder.resolve(WEIGHTS), model.trainable().asMap(), Safetensors.Precision.F32);
        optimizer.save(folder);
        Files.write(folder.resolve(CURSOR), JSON.writeValueAsBytes(mixture.cursor()));
    }

    private long restore(Checkpoint checkpoint) {
        model.trainable().restore(checkpoint.folder().resolve(WEIGHTS));
        optimizer.load(checkpoint.folder());
        JsonNode cursor = JSON.readTree(checkpoint.folder().resolve(CURSOR));
        mixture.restore(cursor.valueStream().map(JsonNode::asLong).toList());
        return checkpoint.step();
    }

    @Override
    public void close() {
        optimizer.close();
    }
}
