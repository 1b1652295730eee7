package org.rlhfworkbench.lm.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.data.Corpus;
import org.rlhfworkbench.lm.data.ModelInput;
import org.rlhfworkbench.lm.tokenizer.BytePairTrainer;
import org.rlhfworkbench.lm.tokenizer.ChatTemplate;
import org.rlhfworkbench.lm.tokenizer.Message;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;

/** The corpora of a pre-training run: every fiftieth document is held out, the rest is trained on in given shares. */
public final class PretrainingText {

    private static final int HELD_OUT_EVERY = 50;
    private static final int HELD_OUT_BLOCKS_A_CORPUS = 24;

    private final Map<Path, List<ModelInput>> documents = new LinkedHashMap<>();

    /**
     * Reads the documents of every file.
     *
     * @throws BadInput naming the file and line that cannot be read
     */
    public PretrainingText(Iterable<Path> files) {
        for (Path file : files) {
            List<ModelInput> read = new ArrayList<>();
            Corpus.each(file, read::add);
            documents.put(file, read);
        }
    }

    /** Counts all text into a tokenizer's trainer. */
    public void count(BytePairTrainer trainer) {
        for (List<ModelInput> corpus : documents.values()) {
            for (ModelInput document : corpus) {
                switch (document) {
                    case ModelInput.Text text -> trainer.count(text.text());
                    case ModelInput.Chat chat ->
                        chat.messages().stream().map(Message::content).forEach(trainer::count);
                    case ModelInput.Tokens tokens -> {}
                }
            }
        }
    }

    /**
     * Blocks of tokens, to train on and to measure on.
     *
     * @param mixture the training blocks of all corpora
     * @param heldOut blocks that training never sees
     * @param trainingTokens how many tokens there are to train on
     */
    public record Blocks(Mixture mixture, List<int[]> heldOut, long trainingTokens) {}

    /**
     * Tokenizes everything.
     *
     * @param shares a weight a file; 0 or none stands for its size
     * @param endToken put behind every document
     * @param blockLength tokens in a block, the last of which only serves as a target
     */
    public Blocks blocks(
            Map<Path, Double> shares,
            Tokenizer tokenizer,
            ChatTemplate template,
            int endToken,
            int blockLength,
            long seed) {
        List<TokenStream> training = new ArrayList<>();
        List<int[]> heldOut = new ArrayList<>();
        double[] weights = new double[documents.size()];
        long total = 0;
        for (Map.Entry<Path, List<ModelInput>> corpus : documents.entrySet()) {
            List<int[]> kept = new ArrayList<>();
            List<int[]> held = new ArrayList<>();
            for (int i = 0; i < corpus.getValue().size(); i++) {
                ModelInput document = corpus.getValue().get(i);
                int[] tokens = BadInput.naming(
                        corpus.getKey(), "document " + (i + 1), () -> document.whole(() -> tokenizer, () -> template));
                int[] closed = Arrays.copyOf(tokens, tokens.length + 1);
                closed[tokens.length] = endToken;
                (i % HELD_OUT_EVERY == HELD_OUT_EVERY - 1 ? held : kept).add(closed);
            }
            TokenStream stream = new TokenStream(kept, blockLength, seed * 1000 + training.size());
            double share = shares.getOrDefault(corpus.getKey(), 0.0);
            weights[training.size()] = share > 0 ? share : stream.tokens();
            training.add(stream);
            total += stream.tokens();
            heldOut.addAll(someBlocks(held, blockLength, seed));
        }
        if (heldOut.isEmpty()) {
            throw new BadInput(
                    documents.keySet().iterator().next(),
                    0,
                    "every " + HELD_OUT_EVERY + "th document is held out, and those have fewer tokens than a block of "
                            + blockLength,
                    "Give more documents, parted by " + Corpus.SEPARATOR + " or one a line, or lower --max-length");
        }
        return new Blocks(new Mixture(training, weights, seed), heldOut, total);
    }

    private static List<int[]> someBlocks(List<int[]> held, int blockLength, long seed) {
        List<int[]> blocks = new ArrayList<>();
        long tokens = held.stream().mapToLong(document -> document.length).sum();
        TokenStream stream = held.isEmpty() ? null : new TokenStream(held, blockLength, seed);
        for (int i = 0; stream != null && i < Math.min(HELD_OUT_BLOCKS_A_CORPUS, tokens / blockLength); i++) {
            blocks.add(stream.next());
        }
        return blocks;
    }
}
