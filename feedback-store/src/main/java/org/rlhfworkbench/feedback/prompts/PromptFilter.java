package org.rlhfworkbench.feedback.prompts;

/**
 * Which prompts a list shows.
 *
 * @param text contained in the prompt or its key, in any case; empty for all
 * @param tag empty for all
 * @param archived whether to show the archived ones in place of the others
 */
public record PromptFilter(String text, String tag, boolean archived) {

    public static final PromptFilter ALL = new PromptFilter("", "", false);
}
