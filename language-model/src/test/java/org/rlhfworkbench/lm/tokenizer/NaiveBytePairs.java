package org.rlhfworkbench.lm.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.tokenizer.BytePairVocabulary.Merge;

/** Counts every pair anew before each merge; for lower-case words with one space between them. */
final class NaiveBytePairs {

    private NaiveBytePairs() {}

    static List<Merge> merges(String text, int firstByte, int count) {
        List<List<Integer>> words = new ArrayList<>();
        for (String word : text.split("(?= )", -1)) {
            words.add(
                    new ArrayList<>(word.chars().map(c -> firstByte + c).boxed().toList()));
        }
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < count) {
            Merge best = best(words);
            words.replaceAll(word -> merged(word, best, firstByte + 256 + merges.size()));
            merges.add(best);
        }
        return merges;
    }

    private static Merge best(List<List<Integer>> words) {
        Map<Merge, Integer> counts = new HashMap<>();
        for (List<Integer> word : words) {
            for (int i = 0; i + 1 < word.size(); i++) {
                counts.merge(new Merge(word.get(i), word.get(i + 1)), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .min(Map.Entry.<Merge, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(
                                Map.Entry::getKey,
                                Comparator.comparingInt(Merge::left).thenComparingInt(Merge::right)))
                .orElseThrow()
                .getKey();
    }

    private static List<Integer> merged(List<Integer> word, Merge merge, int token) {
        List<Integer> result = new ArrayList<>();
        for (int i = 0; i < word.size(); i++) {
            if (i + 1 < word.size() && word.get(i) == merge.left() && word.get(i + 1) == merge.right()) {
                result.add(token);
                i++;
            } else {
                result.add(word.get(i));
            }
        }
        return result;
    }
}
