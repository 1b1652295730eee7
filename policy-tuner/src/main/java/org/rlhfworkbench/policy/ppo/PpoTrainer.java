package org.rlhfworkbench.policy.ppo;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.run.Checkpoint;
import org.rlhfworkbench.lm.run.JsonFile;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunFailure;
import org.rlhfworkbench.reward.model.RewardModel;

/**
 * Tunes a policy with proximal policy optimisation against a reward model, held near the policy that it began from.
 *
 * <p>{@link #step} is the whole algorithm; {@link Rollouts} is where the experience comes from. Every random number
 * follows from the seed and the update, so that a resumed run equals an uninterrupted one. What departs from the published
 * codes is in {@code docs/decisions/ppo-details.md}.
 */
public final class PpoTrainer implements AutoCloseable {

    private static final String WEIGHTS = "actor_critic.safetensors";
    private static final String KL = "kl.json";

    private record KlState(double coefficient) {}

    private final ActorCritic actor;
    private final Rollouts rollouts;
    private final PpoPrompts prompts;
    private final PpoEvaluator evaluator;
    private final PpoSettings settings;
    private final PpoGuards guards;
    private final AdamW optimizer;
    private KlController kl;
    private boolean invariantHolds;

    /**
     * @param actor what is trained; closed by whoever made it
     * @param reference the policy as it began, frozen
     * @param reward with the policy's tokenizer
     */
    public PpoTrainer(
            ActorCritic actor, LanguageModel reference, RewardModel reward, PpoPrompts prompts, PpoSettings settings) {
        this.actor = actor;
        this.rollouts = new Rollouts(actor, reference, reward, settings);
        this.prompts = prompts;
        this.evaluator = new PpoEvaluator(rollouts, prompts, settings);
        this.settings = settings;
        this.guards = new PpoGuards(settings.maximumKl());
        this.optimizer = new AdamW(actor.policy().manager(), actor.weights(), settings.optimizer());
        this.kl = settings.kl();
    }

    /**
     * Trains to the end or until a stop is asked for, from the run's newest checkpoint if there is one.
     *
     * @return whether the last update was reached
     * @throws RunFailure when a guard stops it
     */
    public boolean run(RunDirectory run) {
        long done = run.rewind().map(this::restore).orElse(0L);
        if (done == 0) {
            run.metrics().log(0, evaluator.look(actor.policy(), 0, run.rollouts()));
        }
        run.progress().begin("training", done, settings.updates(), "episodes/s");
        for (long update = done + 1; update <= settings.updates(); update++) {
            Map<String, Number> metrics = step((int) update - 1);
            boolean evaluate = update % settings.evaluateEvery() == 0 || update == settings.updates();
            if (evaluate) {
                metrics.putAll(evaluator.look(actor.policy(), update, run.rollouts()));
            }
            run.metrics().log(update, metrics);
            run.progress().step(update, settings.episodes(), metrics);
            boolean stop = run.stopRequest().isRequested();
            if (stop || evaluate) {
                run.checkpoint(update, this::save);
            }
            if (stop) {
                return update == settings.updates();
            }
        }
        return true;
    }

    /** One update: sample, score, penalise, train, update the KL coefficient, record. */
    private Map<String, Number> step(int update) {
        long begin = System.nanoTime();
        List<Response> responses = rollouts.sample(actor.policy(), prompts.batch(update), prompts.seeds(update));
        float[] scores = rollouts.score(responses);
        List<Episode> episodes = rollouts.judge(responses, scores);
        check(update, episodes);
        Experience experience = Experience.of(actor.policy().manager(), episodes, kl.coefficient(), settings);
        PpoRecord record = new PpoRecord(
                experience, kl.coefficient(), settings.learningRate().at(update));
        train(experience, update, record);
        kl = kl.after(record.kl(), episodes.size());
        return record.metrics((System.nanoTime() - begin) / 1e9);
    }

    private void check(int update, List<Episode> episodes) {
        if (!invariantHolds) {
            guards.requireSameLogProbs(episodes);
        }
        guards.requireSaneKl(update + 1, episodes);
    }

    /** Some passes over the experience, in shuffled minibatches. */
    private void train(Experience experience, int update, PpoRecord record) {
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
            for (List<Integer> minibatch : minibatches(update, epoch)) {
                for (List<Integer> rows : passes(experience, minibatch)) {
                    accumulate(
                            experience, rows, experience.tokens(rows) / (double) experience.tokens(minibatch), record);
                }
                guards.requireFinite(update + 1, record.lastLoss());
                if (!invariantHolds) {
                    guards.requireUnmoved(record.lastRatio(), record.lastApproximateKl(), record.lastClipFraction());
                    invariantHolds = true;
                }
                record.step(optimizer.step(settings.learningRate().at(update)));
            }
        }
    }

    /** Adds the gradients of some episodes, which are {@code share} of the minibatch's tokens. */
    private void accumulate(Experience experience, List<Integer> rows, double share, PpoRecord record) {
        LanguageModel policy = actor.policy();
        try (NDManager scope = policy.manager().newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            ResponseLayout layout = ResponseLayout.of(scope, experience.responses(rows), policy.padToken());
            PpoLoss loss = PpoLoss.of(
                    actor.evaluate(layout, settings.temperature()),
                    experience.then(scope, rows),
                    layout.mask(),
                    settings.loss());
            gradients.backward(loss.total().mul((float) share));
            record.add(loss, share, layout.mask());
        }
    }

    private List<List<Integer>> minibatches(int update, int epoch) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, settings.episodes()).boxed().toList());
        Collections.shuffle(order, new SplittableRandom(Seeds.of(settings.seed(), Seeds.SHUFFLE, update, epoch)));
        List<List<Integer>> minibatches = new ArrayList<>();
        for (int i = 0; i < settings.minibatches(); i++) {
            minibatches.add(order.subList(
                    i * order.size() / settings.minibatches(), (i + 1) * order.size() / settings.minibatches()));
        }
        return minibatches;
    }

    /** Episodes of like length together, as many as fit into memory at once. */
    private List<List<Integer>> passes(Experience experience, List<Integer> minibatch) {
        List<Integer> sorted = minibatch.stream()
                .sorted(Comparator.comparingInt(
                        row -> experience.episodes().get(row).response().row().length))
                .toList();
        List<List<Integer>> passes = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += settings.rowsAtOnce()) {
            passes.add(sorted.subList(from, Math.min(sorted.size(), from + settings.rowsAtOnce())));
        }
        return passes;
    }

    /** What the tuned policy gained on prompts that it never trained on, at what divergence. */
    public PpoEvaluation evaluate(LanguageModel reference) {
        return evaluator.compare(reference, actor.policy());
    }

    private void save(Path folder) throws IOException {
        Safetensors.write(folder.resolve(WEIGHTS), actor.weights(), Safetensors.Precision.F32);
        optimizer.save(folder);
        JsonFile.write(folder.resolve(KL), new KlState(kl.coefficient()));
    }

    private long restore(Checkpoint checkpoint) {
        actor.restore(checkpoint.folder().resolve(WEIGHTS));
        optimizer.load(checkpoint.folder());
        kl = kl.at(JsonFile.read(checkpoint.folder().resolve(KL), KlState.class).coefficient());
        return checkpoint.step();
    }

    @Override
    public void close() {
        optimizer.close();
    }
}
