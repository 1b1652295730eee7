package org.rlhfworkbench.reward.ranking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.rlhfworkbench.lm.tokenizer.Message;

/**
 * Judged prompts in two parts that share no prompt, so that the figures speak of prompts never seen.
 *
 * @param training to learn from
 * @param heldOut to measure on
 */
public record HeldOut(List<JudgedPrompt> training, List<JudgedPrompt> heldOut) {

    /**
     * Draws whole prompts, until their lines are {@code share} of all lines or one prompt is left for training.
     *
     * @param share in (0, 1)
     * @throws IllegalArgumentException if there are fewer than two different prompts
     */
    public static HeldOut split(List<JudgedPrompt> all, double share, long seed) {
        Set<List<Message>> distinct = new LinkedHashSet<>();
        all.forEach(judged -> distinct.add(judged.prompt()));
        if (distinct.size() < 2) {
            throw new IllegalArgumentException("all lines have the same prompt, so that none can be held out");
        }
        List<List<Message>> order = new ArrayList<>(distinct);
        Collections.shuffle(order, new SplittableRandom(seed));
        Set<List<Message>> drawn = new HashSet<>();
        long wanted = Math.max(1, Math.round(share * all.size()));
        long lines = 0;
        for (List<Message> prompt : order.subList(0, order.size() - 1)) {
            if (lines >= wanted) {
                break;
            }
            drawn.add(prompt);
            lines += all.stream()
                    .filter(judged -> judged.prompt().equals(prompt))
                    .count();
        }
        return new HeldOut(
                all.stream().filter(judged -> !drawn.contains(judged.prompt())).toList(),
                all.stream().filter(judged -> drawn.contains(judged.prompt())).toList());
    }
}
