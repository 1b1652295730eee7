package org.rlhfworkbench.policy.finetuning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.rlhfworkbench.lm.tokenizer.RenderedChat;

/**
 * Dialogues one after the other, in a new order at each pass over them, with neighbours of like length so that little of
 * a batch is padding. What stands at a position follows from the seed alone.
 */
final class Stream {

    /** Dialogues of this many batches are sorted by length; more would make the order less random. */
    private static final int BATCHES_SORTED = 8;

    private final List<RenderedChat> dialogues;
    private final int batchSize;
    private final long seed;
    private List<RenderedChat> pass = List.of();
    private long passNumber = -1;

    Stream(List<RenderedChat> dialogues, int batchSize, long seed) {
        this.dialogues = List.copyOf(dialogues);
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /** The dialogues at the positions from … to − 1. */
    List<RenderedChat> slice(long from, long to) {
        List<RenderedChat> slice = new ArrayList<>();
        for (long position = from; position < to; position++) {
            if (position / dialogues.size() != passNumber) {
                passNumber = position / dialogues.size();
                pass = pass(new SplittableRandom(seed ^ (0x9e3779b97f4a7c15L * (passNumber + 1))));
            }
            slice.add(pass.get((int) (position % dialogues.size())));
        }
        return slice;
    }

    private List<RenderedChat> pass(SplittableRandom random) {
        List<RenderedChat> order = new ArrayList<>(dialogues);
        Collections.shuffle(order, random);
        List<List<RenderedChat>> batches = new ArrayList<>();
        int window = BATCHES_SORTED * batchSize;
        for (int from = 0; from < order.size(); from += window) {
            List<RenderedChat> sorted = order.subList(from, Math.min(order.size(), from + window));
            sorted.sort(Comparator.comparingInt(RenderedChat::length));
            for (int start = 0; start < sorted.size(); start += batchSize) {
                batches.add(List.copyOf(sorted.subList(start, Math.min(sorted.size(), start + batchSize))));
            }
        }
        Collections.shuffle(batches, random);
        return batches.stream().flatMap(List::stream).toList();
    }
}
