package org.rlhfworkbench.lm.server;

import java.util.List;
import java.util.Objects;
import org.rlhfworkbench.lm.inference.Embeddings;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.sampling.Batch;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.sampling.Sequence;
import org.rlhfworkbench.lm.tokenizer.ChatTemplate;
import org.rlhfworkbench.lm.tokenizer.TemplateRefusal;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;

/**
 * The model that a server answers with. Batch and embedder are used by one thread at a time.
 *
 * @param name as {@code /v1/models} lists it
 * @param contextLength in tokens, prompt and answer together
 * @param batch draws the answers
 * @param embedder makes vectors of texts
 */
record ServedModel(
        String name, int contextLength, Tokenizer tokenizer, ChatTemplate template, Batch batch, Embedder embedder) {

    /** Makes a vector of each text. */
    @FunctionalInterface
    interface Embedder {

        /**
         * @param rows tokens of each text
         * @return a vector a text
         */
        List<float[]> embed(List<int[]> rows);
    }

    /**
     * A model to serve.
     *
     * @param mostRows how many answers are written at once
     */
    static ServedModel of(String name, LanguageModel model, int mostRows) {
        return new ServedModel(
                name,
                model.config().contextLength(),
                model.tokenizer(),
                model.template(),
                new Sampler(model).batch(mostRows),
                rows -> Embeddings.of(model, rows));
    }

    /**
     * The tokens of a request's prompt.
     *
     * @throws ApiError if the chat template does not take the messages, or they leave no room for an answer
     */
    int[] prompt(ApiRequest request) {
        int[] prompt =
                request.isChat() ? chatPrompt(request) : tokenizer.encodeWhole(Objects.requireNonNull(request.text()));
        if (prompt.length == 0) {
            throw ApiError.badRequest("prompt", "The prompt is empty; write at least one character.");
        }
        if (prompt.length >= contextLength) {
            throw ApiError.contextLength(request.isChat() ? "messages" : "prompt", prompt.length, contextLength);
        }
        return prompt;
    }

    private int[] chatPrompt(ApiRequest request) {
        try {
            return template.prompt(request.messages());
        } catch (TemplateRefusal e) {
            throw ApiError.badRequest("messages", "The model's chat template does not take them: " + e.reason() + ".");
        }
    }

    /** What is to be drawn for one of a job's answers. */
    Sequence sequence(GenerationJob job, int index, ApiRequest request, int[] prompt) {
        int room = contextLength - prompt.length;
        SamplingSettings settings = new SamplingSettings(
                request.temperature(),
                request.topK(),
                request.topP(),
                request.maxTokens() == null ? room : Math.min(room, request.maxTokens()),
                template.stopTokens(),
                request.seed() + index);
        Choice choice = new Choice(job, index, this, settings, prompt, request.stop());
        return new Sequence(prompt, settings, request.likeliest(), contextLength, choice);
    }
}
