package org.rlhfworkbench.reward.model;

import java.util.Arrays;
import java.util.List;
import org.rlhfworkbench.lm.tokenizer.ChatTemplate;
import org.rlhfworkbench.lm.tokenizer.Message;
import org.rlhfworkbench.lm.tokenizer.RenderedChat;

/** What the reward model reads: the prompt and a response up to its end token, and nothing behind it. */
public final class RewardInput {

    private RewardInput() {}

    /** The tokens of a conversation that the assistant's turn ends. */
    public static int[] tokens(ChatTemplate template, List<Message> conversation) {
        RenderedChat chat = template.render(conversation);
        int end = chat.length();
        while (end > 1 && !chat.fromAssistant()[end - 1]) {
            end--;
        }
        return Arrays.copyOf(chat.tokens(), end > 1 ? end : chat.length());
    }
}
