package org.rlhfworkbench.policy.ppo;

/**
 * What the policy answers.
 *
 * @param id as in the prompts' file
 * @param text as people read it
 * @param tokens the conversation up to where the assistant answers
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, copied by nobody
public record PpoPrompt(String id, String text, int[] tokens) {}
