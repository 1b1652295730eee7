package org.rlhfworkbench.feedback.prompts;

import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.Refusal;

/**
 * Which prompts a campaign samples; archived ones never are.
 *
 * @param tag empty for all
 * @param limit so many, drawn at random; 0 for all
 * @param seed draws the same ones again, as long as the prompts are the same
 */
public record PromptSelection(String tag, int limit, long seed) {

    public static final PromptSelection ALL = new PromptSelection("", 0, 0);

    public PromptSelection {
        if (limit < 0) {
            throw new Invalid("limit", Refusal.PROMPT_NUMBER);
        }
    }
}
