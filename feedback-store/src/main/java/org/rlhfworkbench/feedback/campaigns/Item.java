package org.rlhfworkbench.feedback.campaigns;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.conversation.Conversation;

/**
 * A prompt and the outputs to judge.
 *
 * @param key the id in files, unique in the project
 * @param promptId null when an import named a prompt that the project does not have
 */
public record Item(
        long id,
        long projectId,
        long campaignId,
        String key,
        @Nullable Long promptId,
        Conversation prompt,
        List<Output> outputs) {

    public List<String> outputKeys() {
        return outputs.stream().map(Output::key).toList();
    }
}
