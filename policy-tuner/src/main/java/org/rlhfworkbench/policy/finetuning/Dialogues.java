package org.rlhfworkbench.policy.finetuning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.data.Demonstration;
import org.rlhfworkbench.lm.tokenizer.ChatTemplate;
import org.rlhfworkbench.lm.tokenizer.RenderedChat;
import org.rlhfworkbench.lm.tokenizer.TokenizerException;

/**
 * Dialogues as the model reads them.
 *
 * @param training to learn from
 * @param heldOut to measure on; may be empty
 * @param shortened how many of both were cut at the greatest length
 */
public record Dialogues(List<RenderedChat> training, List<RenderedChat> heldOut, int shortened) {

    public Dialogues {
        training = List.copyOf(training);
        heldOut = List.copyOf(heldOut);
    }

    /**
     * Reads demonstrations, none held out.
     *
     * @param maxLength tokens after which a dialogue is cut
     * @throws BadInput naming the line that is wrong, or the file when nothing in it can be learned
     * @throws TokenizerException if a model cannot be trained with the template
     */
    public static Dialogues read(Path file, ChatTemplate template, int maxLength) {
        template.requireTrainable();
        List<RenderedChat> all = new ArrayList<>();
        int shortened = 0;
        boolean anyEnd = false;
        for (Demonstration demonstration : Demonstration.read(file)) {
            RenderedChat whole =
                    BadInput.naming(file, demonstration.id(), () -> template.render(demonstration.messages()));
            RenderedChat cut = cut(whole, maxLength);
            shortened += cut.length() < whole.length() ? 1 : 0;
            if (cut.assistantTokens() > 0) {
                all.add(cut);
                anyEnd |= cut.assistantTokens() == whole.assistantTokens();
            }
        }
        if (!anyEnd) {
            throw new BadInput(
                    file,
                    0,
                    "no answer ends within " + maxLength + " tokens, so that the model would never learn to end",
                    "Raise --max-length up to the model's context, or shorten the dialogues");
        }
        return new Dialogues(all, List.of(), shortened);
    }

    private static RenderedChat cut(RenderedChat chat, int maxLength) {
        return chat.length() <= maxLength
                ? chat
                : new RenderedChat(
                        Arrays.copyOf(chat.tokens(), maxLength), Arrays.copyOf(chat.fromAssistant(), maxLength));
    }

    /** Holds out a share that the seed draws: none of fewer than five dialogues, else at least one. */
    public Dialogues holdingOut(double share, long seed) {
        List<RenderedChat> order = new ArrayList<>(training);
        Collections.shuffle(order, new SplittableRandom(seed));
        int count = order.size() < 5 ? 0 : (int) Math.max(1, Math.round(share * order.size()));
        return new Dialogues(order.subList(count, order.size()), order.subList(0, count), shortened);
    }

    /** Measures on the dialogues of another file. */
    public Dialogues measuredOn(Dialogues other) {
        return new Dialogues(training, other.training, shortened + other.shortened);
    }
}
