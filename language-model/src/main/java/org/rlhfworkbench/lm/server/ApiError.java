package org.rlhfworkbench.lm.server;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request that is answered with an error, in OpenAI's shape. */
final class ApiError extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ApiError.class);

    private final int status;
    private final String code;
    private final @Nullable String param;

    private ApiError(int status, String code, @Nullable String param, String message) {
        super(message);
        this.status = status;
        this.code = code;
        this.param = param;
    }

    static ApiError badRequest(@Nullable String param, String message) {
        return new ApiError(400, "invalid_value", param, message);
    }

    static ApiError unsupported(String param, String message) {
        return new ApiError(400, "unsupported_parameter", param, message);
    }

    static ApiError contextLength(String param, int promptTokens, int contextLength) {
        return new ApiError(
                400,
                "context_length_exceeded",
                param,
                "The prompt has " + promptTokens + " tokens and the model's context is " + contextLength
                        + ", which leaves no room for an answer; shorten the prompt.");
    }

    static ApiError inputTooLong(String param, int tokens, int contextLength) {
        return new ApiError(
                400,
                "context_length_exceeded",
                param,
                "An input has " + tokens + " tokens and the model's context is " + contextLength + "; shorten it.");
    }

    static ApiError unknownModel(String name, String served) {
        return new ApiError(
                404, "model_not_found", "model", "There is no model \"" + name + "\"; this one is \"" + served + "\".");
    }

    static ApiError unauthorized() {
        return new ApiError(
                401,
                "invalid_api_key",
                null,
                "The key is missing or wrong; send it as `Authorization: Bearer KEY` (it is in the server's"
                        + " WORKBENCH_API_KEY).");
    }

    static ApiError of(int status, String code, String message) {
        return new ApiError(status, code, null, message);
    }

    /** What is told of a failure. */
    static ApiError of(Throwable cause) {
        return cause instanceof ApiError known ? known : internal(cause);
    }

    /** A fault of the server, which its log explains. */
    static ApiError internal(Throwable cause) {
        LOG.error("An answer failed", cause);
        return new ApiError(
                500,
                "internal_error",
                null,
                "The answer failed: " + cause.getMessage() + ". The server's log has the whole trace.");
    }

    static ApiError busy(int waiting) {
        return new ApiError(
                429, "server_busy", null, waiting + " requests are waiting already; try again in a moment.");
    }

    int status() {
        return status;
    }

    ObjectNode json() {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        ObjectNode error = body.putObject("error");
        error.put("message", getMessage());
        error.put("type", type());
        error.put("param", param);
        error.put("code", code);
        return body;
    }

    private String type() {
        return switch (status) {
            case 401 -> "authentication_error";
            case 429 -> "rate_limit_error";
            case 500, 503 -> "server_error";
            default -> "invalid_request_error";
        };
    }
}
