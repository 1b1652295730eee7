package org.rlhfworkbench.lm.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The response to one HTTP request. A client that has gone shows as an {@link IOException} of a write. */
final class Reply {

    private static final int UNKNOWN_LENGTH = 0;
    private static final int NO_BODY = -1;

    private final HttpExchange exchange;
    private boolean begun;

    Reply(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /** Whether the status can no longer be chosen. */
    boolean begun() {
        return begun;
    }

    void json(int status, JsonNode body) throws IOException {
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
        if (!begun) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            send(status, exchange.getRequestMethod().equals("HEAD") ? NO_BODY : bytes.length);
        }
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** White space before a JSON body, which readers pass over: tells whether the client is still there. */
    void whiteSpace() throws IOException {
        if (!begun) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            send(200, UNKNOWN_LENGTH);
        }
        write("\n");
    }

    void beginEvents() throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        send(200, UNKNOWN_LENGTH);
    }

    void event(JsonNode data) throws IOException {
        write("data: " + JsonMapper.shared().writeValueAsString(data) + "\n\n");
    }

    void lastEvent() throws IOException {
        write("data: [DONE]\n\n");
    }

    /** A line that readers of events pass over: tells whether the client is still there. */
    void comment() throws IOException {
        write(": still here\n\n");
    }

    private void send(int status, long length) throws IOException {
        begun = true;
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, length);
    }

    private void write(String text) throws IOException {
        OutputStream out = exchange.getResponseBody();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
