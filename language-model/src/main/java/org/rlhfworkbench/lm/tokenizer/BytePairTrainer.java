package org.rlhfworkbench.lm.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns a byte-level byte-pair vocabulary: beginning with the 256 bytes, the most frequent pair of neighbouring tokens
 * inside a word becomes a token, again and again (Sennrich et al. 2016; words are cut as GPT-2 cuts them).
 *
 * <p>Of pairs equally frequent the one with the smaller left, then right id comes first, and the order in which texts
 * are counted does not matter: the same texts give the same vocabulary.
 */
public final class BytePairTrainer {

    /** GPT-2's pattern, with Unicode's white space, as the tokenizer that reads the result cuts it. */
    private static final Pattern WORDS = Pattern.compile("'s|'t|'re|'ve|'m|'ll|'d"
            + "| ?\\p{L}+| ?\\p{N}+| ?[^\\p{IsWhite_Space}\\p{L}\\p{N}]+"
            + "|\\p{IsWhite_Space}+(?!\\P{IsWhite_Space})|\\p{IsWhite_Space}+");

    private static final int LEAST_COUNT = 2;

    private final Map<String, Long> counts = new HashMap<>();

    /** Adds the words of a text to the counts. Special tokens must not be in it. */
    public void count(String text) {
        Matcher words = WORDS.matcher(text);
        while (words.find()) {
            counts.merge(words.group(), 1L, Long::sum);
        }
    }

    /**
     * Learns the merges.
     *
     * @param vocabularySize how many tokens in all; fewer result when no pair occurs twice any more
     * @param specialTokens get the ids 0, 1, …; the bytes follow, then the merges in the order learned
     */
    public BytePairVocabulary train(int vocabularySize, List<String> specialTokens) {
        int base = specialTokens.size() + 256;
        if (vocabularySize < base) {
            throw new IllegalArgumentException("a byte-level vocabulary with " + specialTokens.size()
                    + " special tokens needs at least " + base + " entries, not " + vocabularySize);
        }
        Merging merging = new Merging(new TreeMap<>(counts), specialTokens.size());
        List<BytePairVocabulary.Merge> merges = new ArrayList<>();
        while (base + merges.size() < vocabularySize) {
            long pair = merging.mostFrequent();
            if (pair < 0) {
                break;
            }
            merges.add(new BytePairVocabulary.Merge(left(pair), right(pair)));
            merging.merge(pair, base + merges.size() - 1);
        }
        return new BytePairVocabulary(List.copyOf(specialTokens), List.copyOf(merges));
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    private static int left(long pair) {
        return (int) (pair >>> 32);
    }

    private static int right(long pair) {
        return (int) pair;
    }

    private record Candidate(long pair, long count) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byCount = Long.compare(other.count, count);
            return byCount != 0 ? byCount : Long.compare(pair, other.pair);
        }
    }

    /** The words as token ids, with the count of every pair kept up to date as pairs are merged. */
    private static final class Merging {

        private final int[][] words;
        private final long[] wordCounts;
        private final Map<Long, Long> pairCounts = new HashMap<>();
        private final Map<Long, Set<Integer>> wordsWithPair = new HashMap<>();
        private final PriorityQueue<Candidate> candidates = new PriorityQueue<>();

        Merging(Map<String, Long> counts, int firstByte) {
            words = new int[counts.size()][];
            wordCounts = new long[counts.size()];
            int w = 0;
            for (Map.Entry<String, Long> entry : counts.entrySet()) {
                byte[] bytes = entry.getKey().getBytes(StandardCharsets.UTF_8);
                words[w] = new int[bytes.length];
                for (int i = 0; i < bytes.length; i++) {
                    words[w][i] = firstByte + (bytes[i] & 0xFF);
                }
                wordCounts[w] = entry.getValue();
                countPairs(w, 1, new HashSet<>());
                w++;
            }
            pairCounts.forEach((pair, count) -> candidates.add(new Candidate(pair, count)));
        }

        /** The pair to merge next, or −1. Outdated candidates are corrected when they come up. */
        long mostFrequent() {
            while (!candidates.isEmpty()) {
                Candidate top = candidates.poll();
                long count = pairCounts.getOrDefault(top.pair, 0L);
                if (count == top.count && count >= LEAST_COUNT) {
                    return top.pair;
                }
                if (count >= LEAST_COUNT && count < top.count) {
                    candidates.add(new Candidate(top.pair, count));
                }
            }
            return -1;
        }

        void merge(long pair, int token) {
            Set<Long> changed = new HashSet<>();
            for (int w : wordsWithPair.getOrDefault(pair, Set.of())) {
                countPairs(w, -1, changed);
                words[w] = merged(words[w], pair, token);
                countPairs(w, 1, changed);
            }
            pairCounts.remove(pair);
            wordsWithPair.remove(pair);
            changed.remove(pair);
            for (long other : changed) {
                candidates.add(new Candidate(other, pairCounts.getOrDefault(other, 0L)));
            }
        }

        private void countPairs(int w, int sign, Set<Long> changed) {
            int[] word = words[w];
            for (int i = 0; i + 1 < word.length; i++) {
                long pair = pair(word[i], word[i + 1]);
                pairCounts.merge(pair, sign * wordCounts[w], Long::sum);
                changed.add(pair);
                if (sign > 0) {
                    wordsWithPair.computeIfAbsent(pair, p -> new HashSet<>()).add(w);
                }
            }
        }

        private static int[] merged(int[] word, long pair, int token) {
            int[] result = new int[word.length];
            int length = 0;
            for (int i = 0; i < word.length; i++) {
                boolean here = i + 1 < word.length && word[i] == left(pair) && word[i + 1] == right(pair);
                result[length++] = here ? token : word[i];
                i += here ? 1 : 0;
            }
            return Arrays.copyOf(result, length);
        }
    }
}
