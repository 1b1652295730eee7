package org.rlhfworkbench.lm.server;

import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.sampling.Completion;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.tokenizer.ChatTemplate;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;

/**
 * The model that a server answers with.
 *
 * @param name as {@code /v1/models} lists it
 * @param contextLength in tokens, prompt and answer together
 * @param generator draws the answer; called by one thread at a time
 */
record ServedModel(String name, int contextLength, Tokenizer tokenizer, ChatTemplate template, Generator generator) {

    /** Draws tokens after a prompt. */
    @FunctionalInterface
    interface Generator {

        /**
         * Draws an answer.
         *
         * @param wanted told of each token, a stop token included; whether to go on
         */
        Completion generate(int[] prompt, SamplingSettings settings, IntPredicate wanted);
    }

    static ServedModel of(String name, LanguageModel model) {
        Sampler sampler = new Sampler(model);
        return new ServedModel(
                name,
                model.config().contextLength(),
                model.tokenizer(),
                model.template(),
                (prompt, settings, wanted) -> sampler.sample(
                                List.of(prompt),
                                new long[] {settings.seed()},
                                settings,
                                (row, token) -> wanted.test(token))
                        .getFirst());
    }

    /**
     * The tokens of a request's prompt.
     *
     * @throws ApiError if they leave no room for an answer
     */
    int[] prompt(ApiRequest request) {
        int[] prompt = request.isChat()
                ? template.prompt(request.messages())
                : tokenizer.encodeWhole(Objects.requireNonNull(request.text()));
        if (prompt.length == 0) {
            throw ApiError.badRequest("prompt", "The prompt is empty; write at least one character.");
        }
        if (prompt.length >= contextLength) {
            throw ApiError.contextLength(request.isChat() ? "messages" : "prompt", prompt.length, contextLength);
        }
        return prompt;
    }

    SamplingSettings settings(ApiRequest request, int promptLength) {
        int room = contextLength - promptLength;
        int most = request.maxTokens() == null ? room : Math.min(room, request.maxTokens());
        return new SamplingSettings(
                request.temperature(), request.topK(), request.topP(), most, template.stopTokens(), request.seed());
    }
}
