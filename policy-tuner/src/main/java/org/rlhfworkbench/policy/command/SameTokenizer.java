package org.rlhfworkbench.policy.command;

import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reward model reads the very tokens that the policy writes. */
final class SameTokenizer {

    private SameTokenizer() {}

    /**
     * @throws BadCheckpoint naming both models if their vocabularies, merges or added tokens differ
     */
    static void require(LanguageModel policy, LanguageModel reward) {
        JsonNode one = json(policy);
        JsonNode other = json(reward);
        if (!one.path("model").equals(other.path("model"))
                || !one.path("added_tokens").equals(other.path("added_tokens"))) {
            throw new BadCheckpoint(
                    reward.folder().toString(),
                    "reads other tokens than the policy " + policy.folder() + " writes",
                    "Train the reward model from the policy or from the model that the policy was made of");
        }
    }

    private static JsonNode json(LanguageModel model) {
        return JsonMapper.shared()
                .readTree(model.tokenizer().files().text(Tokenizer.FILE).orElseThrow());
    }
}
