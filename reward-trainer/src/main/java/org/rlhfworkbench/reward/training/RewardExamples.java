package org.rlhfworkbench.reward.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.tokenizer.ChatTemplate;
import org.rlhfworkbench.reward.model.RewardInput;
import org.rlhfworkbench.reward.model.RewardModel;
import org.rlhfworkbench.reward.ranking.JudgedPrompt;
import org.rlhfworkbench.reward.ranking.Ties;

/** Makes judged prompts into what the network reads. */
public final class RewardExamples {

    private final ChatTemplate template;
    private final int maxLength;
    private final Ties ties;
    private int shortened;

    /**
     * @param maxLength tokens of prompt and response at most; never more than the model's context
     * @param ties what becomes of ties
     */
    public RewardExamples(LanguageModel model, int maxLength, Ties ties) {
        this.template = model.template();
        this.maxLength = Math.min(maxLength, model.config().contextLength());
        this.ties = ties;
    }

    /**
     * One example a prompt; responses that are too long are cut.
     *
     * @param file where the prompts were read, to be named
     * @throws BadInput if a prompt leaves no room for a response, or the chat template does not take it
     */
    public List<RewardExample> of(Path file, List<JudgedPrompt> prompts) {
        return prompts.stream()
                .map(prompt -> BadInput.naming(file, prompt.id(), () -> of(file, prompt)))
                .toList();
    }

    private RewardExample of(Path file, JudgedPrompt prompt) {
        int length = template.prompt(prompt.prompt()).length;
        if (length >= maxLength) {
            throw new BadInput(
                    file,
                    0,
                    "the prompt of \"" + prompt.id() + "\" has " + length + " tokens, and " + maxLength
                            + " are the most that prompt and response may have",
                    "Shorten it, remove the line, or raise --max-length up to the model's context");
        }
        List<int[]> rows = new ArrayList<>();
        for (int i = 0; i < prompt.responses().size(); i++) {
            int[] row = RewardInput.tokens(template, prompt.conversation(i));
            shortened += row.length > maxLength ? 1 : 0;
            rows.add(row.length > maxLength ? Arrays.copyOf(row, maxLength) : row);
        }
        return new RewardExample(rows, prompt.comparisons(ties));
    }

    /** How many responses were cut so far. */
    public int shortened() {
        return shortened;
    }

    /** Scores of each example's responses, such that a difference is the log-odds of being preferred. */
    public static List<float[]> logOdds(RewardModel model, List<RewardExample> examples, int rowsAtOnce) {
        List<int[]> rows = new ArrayList<>();
        examples.forEach(example -> rows.addAll(example.rows()));
        float[] scores = model.score(rows, rowsAtOnce);
        List<float[]> perExample = new ArrayList<>();
        int offset = 0;
        for (RewardExample example : examples) {
            float[] some =
                    Arrays.copyOfRange(scores, offset, offset + example.rows().size());
            for (int i = 0; i < some.length; i++) {
                some[i] *= (float) model.scale();
            }
            perExample.add(some);
            offset += some.length;
        }
        return perExample;
    }
}
