package org.rlhfworkbench.lm.training;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One corpus as documents of tokens, read in blocks of equal length: every pass over it shuffles the documents, lays
 * them end to end and cuts. What comes next depends on the seed and on how many blocks were taken, and on nothing else,
 * so that a run resumes from that count.
 */
final class TokenStream {

    private final List<int[]> documents;
    private final int blockLength;
    private final long seed;
    private final int blocksInPass;
    private long taken;
    private long passInMemory = -1;
    private int[] pass = new int[0];

    /**
     * @param documents tokens of each, their closing token included
     * @param blockLength tokens in a block, in which the last only serves as a target
     */
    TokenStream(List<int[]> documents, int blockLength, long seed) {
        this.documents = documents;
        this.blockLength = blockLength;
        this.seed = seed;
        this.blocksInPass = (int) Math.max(1, tokens() / blockLength);
    }

    long tokens() {
        return documents.stream().mapToLong(document -> document.length).sum();
    }

    /** Blocks taken since the beginning. */
    long taken() {
        return taken;
    }

    void skipTo(long blocks) {
        taken = blocks;
    }

    int[] next() {
        long passNumber = taken / blocksInPass;
        int block = (int) (taken % blocksInPass);
        if (passNumber != passInMemory) {
            pass = shuffled(new SplittableRandom(seed + 31 * passNumber));
            passInMemory = passNumber;
        }
        taken++;
        return Arrays.copyOfRange(pass, block * blockLength, (block + 1) * blockLength);
    }

    private int[] shuffled(SplittableRandom random) {
        int[] order = new int[documents.size()];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        int[] tokens = new int[Math.max((int) tokens(), blockLength)];
        int length = 0;
        for (int i = 0; length < tokens.length; i = (i + 1) % order.length) {
            int[] document = documents.get(order[i]);
            int kept = Math.min(document.length, tokens.length - length);
            System.arraycopy(document, 0, tokens, length, kept);
            length += kept;
        }
        return tokens;
    }
}
