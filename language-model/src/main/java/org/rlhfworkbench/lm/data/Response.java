package org.rlhfworkbench.lm.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One of several responses to a prompt.
 *
 * @param id unique among them
 * @param model what wrote it
 * @param seed with which it can be drawn again
 * @param finishReason {@code stop} or {@code length}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Response(
        String id,
        String content,
        @Nullable String model,
        @Nullable Long seed,
        @Nullable String finishReason) {

    static Response of(Value response) {
        Value seed = response.get("seed");
        return new Response(
                response.get("id").label(),
                response.get("content").text(),
                response.get("model").optionalText().orElse(null),
                seed.isPresent() ? seed.whole() : null,
                response.get("finish_reason").optionalText().orElse(null));
    }
}
