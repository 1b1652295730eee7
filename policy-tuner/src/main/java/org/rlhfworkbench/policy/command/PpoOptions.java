package org.rlhfworkbench.policy.command;

import org.rlhfworkbench.lm.command.TrainingOptions;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.optimisation.LearningRate;
import org.rlhfworkbench.policy.ppo.KlController;
import org.rlhfworkbench.policy.ppo.PpoLoss;
import org.rlhfworkbench.policy.ppo.PpoSettings;
import org.rlhfworkbench.policy.ppo.ResponseEnd;
import picocli.CommandLine.Option;

/** The options of PPO itself. Their defaults are the preset {@code small}. */
final class PpoOptions {

    private static final int ROWS_AT_ONCE = 16;
    private static final int EVALUATE_EVERY = 5;

    @Option(names = "--episodes", paramLabel = "N", description = "responses sampled in all (${DEFAULT-VALUE})")
    private int episodes = 1280;

    @Option(names = "--minibatches", paramLabel = "N", description = "parts of a batch, a step each (${DEFAULT-VALUE})")
    private int minibatches = 4;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "updates until the learning rate is reached (${DEFAULT-VALUE})")
    private int warmUp = 3;

    @Option(names = "--lr-decay", paramLabel = "NAME", description = "constant, linear or cosine (${DEFAULT-VALUE})")
    private LearningRate.Decay decay = LearningRate.Decay.LINEAR;

    @Option(names = "--kl-coefficient", paramLabel = "BETA", description = "reward a nat (${DEFAULT-VALUE})")
    private double klCoefficient = 0.2;

    @Option(
            names = "--kl-target",
            paramLabel = "NATS",
            description = "divergence a response to steer to; 0 keeps the coefficient (${DEFAULT-VALUE})")
    private double klTarget = 4;

    @Option(names = "--kl-horizon", paramLabel = "N", description = "episodes of a full correction (${DEFAULT-VALUE})")
    private double klHorizon = 500;

    @Option(
            names = "--max-kl",
            paramLabel = "NATS",
            description = "divergence a response that stops the run (${DEFAULT-VALUE})")
    private double maximumKl = 60;

    @Option(names = "--temperature", paramLabel = "T", description = "of sampling and all losses (${DEFAULT-VALUE})")
    private double temperature = 1;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "the longest response; 0 for what the context has room for (${DEFAULT-VALUE})")
    private int maxNewTokens = 128;

    @Option(
            names = "--min-new-tokens",
            paramLabel = "N",
            description = "a shorter response counts as unfinished (${DEFAULT-VALUE})")
    private int minNewTokens = 24;

    @Option(names = "--response-end", paramLabel = "NAME", description = "end_token or full_stop (${DEFAULT-VALUE})")
    private ResponseEnd end = ResponseEnd.END_TOKEN;

    @Option(
            names = "--unfinished-score",
            paramLabel = "SCORE",
            description = "of a response without its end (${DEFAULT-VALUE})")
    private double unfinishedScore = -1;

    @Option(names = "--clip", paramLabel = "X", description = "by which the ratio may leave 1 (${DEFAULT-VALUE})")
    private double clip = 0.2;

    @Option(names = "--value-clip", paramLabel = "X", description = "by which a value may move (${DEFAULT-VALUE})")
    private double valueClip = 0.2;

    @Option(names = "--value-coefficient", paramLabel = "C", description = "of the value loss (${DEFAULT-VALUE})")
    private double valueCoefficient = 0.1;

    @Option(names = "--gamma", paramLabel = "X", description = "discount a token (${DEFAULT-VALUE})")
    private double gamma = 1;

    @Option(names = "--lambda", paramLabel = "X", description = "of the advantage estimation (${DEFAULT-VALUE})")
    private double lambda = 0.95;

    @Option(
            names = "--whiten-rewards",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "bring rewards to variance 1 (${DEFAULT-VALUE})")
    private boolean whitenRewards = false;

    @Option(names = "--adam-beta2", paramLabel = "X", description = "decay of the second moment (${DEFAULT-VALUE})")
    private double beta2 = 0.95;

    @Option(names = "--adam-epsilon", paramLabel = "X", description = "of the optimiser (${DEFAULT-VALUE})")
    private double epsilon = 1e-8;

    @Option(names = "--max-gradient-norm", paramLabel = "X", description = "0 for no clipping (${DEFAULT-VALUE})")
    private double maximumNorm = 1;

    static TrainingOptions defaults() {
        return new TrainingOptions(2e-4, 64, 2, 512);
    }

    int maxNewTokens() {
        return maxNewTokens;
    }

    PpoSettings settings(TrainingOptions training, long seed) {
        int updates = (int) training.limited(Math.max(1, episodes / training.batchSize()));
        return new PpoSettings(
                updates,
                training.batchSize(),
                minibatches,
                training.epochs(),
                ROWS_AT_ONCE,
                new LearningRate(training.lr(), Math.min(warmUp, updates - 1), updates, decay),
                new AdamW.Settings(0.9, beta2, epsilon, 0, maximumNorm),
                klTarget > 0
                        ? new KlController.Adaptive(klCoefficient, klTarget, klHorizon)
                        : new KlController.Constant(klCoefficient),
                new PpoLoss.Settings(clip, valueClip, valueCoefficient),
                gamma,
                lambda,
                whitenRewards,
                temperature,
                maxNewTokens,
                Math.min(minNewTokens, maxNewTokens == 0 ? minNewTokens : maxNewTokens),
                end,
                unfinishedScore,
                maximumKl,
                EVALUATE_EVERY,
                seed);
    }
}
