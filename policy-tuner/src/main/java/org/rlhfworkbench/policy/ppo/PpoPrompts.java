package org.rlhfworkbench.policy.ppo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The prompts of a run: those to train on, in an order that the seed gives for each pass over them, and those held out.
 *
 * @param training at least one
 * @param heldOut at least one
 * @param episodes prompts an update
 * @param seed of order and sampling
 */
public record PpoPrompts(List<PpoPrompt> training, List<PpoPrompt> heldOut, int episodes, long seed) {

    public PpoPrompts {
        training = List.copyOf(training);
        heldOut = List.copyOf(heldOut);
        if (training.isEmpty() || heldOut.isEmpty()) {
            throw new IllegalArgumentException("prompts are needed to train on and to measure on");
        }
    }

    /**
     * Holds out a share of the prompts, at least one, that the seed draws.
     *
     * @param all at least two
     */
    public static PpoPrompts split(List<PpoPrompt> all, double share, int episodes, long seed) {
        if (all.size() < 2) {
            throw new IllegalArgumentException("one prompt cannot be both trained on and held out");
        }
        List<PpoPrompt> order = new ArrayList<>(all);
        Collections.shuffle(order, new SplittableRandom(Seeds.of(seed, Seeds.EVALUATION)));
        int heldOut = Math.clamp(Math.round(share * all.size()), 1, all.size() - 1);
        return new PpoPrompts(order.subList(heldOut, order.size()), order.subList(0, heldOut), episodes, seed);
    }

    /** The prompts of an update, counted from 0. */
    List<PpoPrompt> batch(int update) {
        List<PpoPrompt> batch = new ArrayList<>();
        List<PpoPrompt> pass = new ArrayList<>();
        long inMemory = -1;
        for (long i = (long) update * episodes; i < (update + 1L) * episodes; i++) {
            if (i / training.size() != inMemory) {
                inMemory = i / training.size();
                pass = new ArrayList<>(training);
                Collections.shuffle(pass, new SplittableRandom(Seeds.of(seed, Seeds.PROMPTS, inMemory)));
            }
            batch.add(pass.get((int) (i % training.size())));
        }
        return batch;
    }

    /** A seed for each response of an update. */
    long[] seeds(int update) {
        return IntStream.range(0, episodes)
                .mapToLong(row -> Seeds.of(seed, Seeds.SAMPLING, update, row))
                .toArray();
    }
}
