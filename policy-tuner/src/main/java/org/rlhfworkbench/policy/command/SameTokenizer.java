package org.rlhfworkbench.policy.command;

import java.nio.file.Path;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reward model reads the very tokens that the policy writes. */
final class SameTokenizer {

    private SameTokenizer() {}

    /**
     * @throws BadCheckpoint naming both models if their vocabularies, merges or added tokens differ
     */
    static void require(Path policy, Path reward) {
        JsonNode one = JsonMapper.shared().readTree(policy.resolve(Tokenizer.FILE));
        JsonNode other = JsonMapper.shared().readTree(reward.resolve(Tokenizer.FILE));
        if (!one.path("model").equals(other.path("model"))
                || !one.path("added_tokens").equals(other.path("added_tokens"))) {
            throw new BadCheckpoint(
                    reward.toString(),
                    "reads other tokens than the policy " + policy + " writes",
                    "Train the reward model from the policy or from the model that the policy was made of");
        }
    }
}
