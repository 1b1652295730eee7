package org.rlhfworkbench.ui.launching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.ui.start.WorkbenchProperties;

class ChatsTest {
    @TempDir
    Path home;

    private HttpServer http;
    private ModelServers servers;
    private Chats chats;
    private volatile @Nullable String asked;
    private volatile @Nullable String key;
    private volatile int status = 200;
    private volatile String answer = "";

    @BeforeEach
    void listen() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/chat/completions", this::reply);
        http.start();
        servers = new ModelServers(
                new WorkbenchProperties(
                        home,
                        "http://localhost",
                        Path.of("src/test/resources/fake-workbench.sh").toAbsolutePath(),
                        null,
                        1),
                Clock.systemUTC());
        chats = new Chats(servers);
    }

    @AfterEach
    void close() {
        chats.destroy();
        servers.stop();
        http.stop(0);
    }

    @Test
    void an_answer_comes_in_pieces_and_says_why_it_ended() throws Exception {
        answer = """
                data: {"choices":[{"delta":{"role":"assistant","content":""},"finish_reason":null}]}

                data: {"choices":[{"delta":{"content":"Once "},"finish_reason":null}]}

                data: {"choices":[{"delta":{"content":"upon"},"finish_reason":null}]}

                data: {"choices":[{"delta":{},"finish_reason":"length"}]}

                data: [DONE]

                """;

        assertThat(ask(model(1, "port:" + http.getAddress().getPort()))).isEqualTo("Once upon|length");
        assertThat(asked).contains("\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]", "\"stream\":true");
        assertThat(key).startsWith("Bearer ").hasSizeGreaterThan(40);
    }

    @Test
    void a_refusal_of_the_model_server_is_told_in_its_words() throws Exception {
        status = 400;
        answer = "{\"error\":{\"message\":\"The conversation is longer than the context.\"}}";

        assertThat(ask(model(1, "port:" + http.getAddress().getPort())))
                .isEqualTo("failed: The conversation is longer than the context.");
    }

    @Test
    void a_model_that_cannot_be_served_says_why() throws Exception {
        assertThat(ask(model(1, "broken"))).isEqualTo("failed: broken is not a model. Choose another one.");
    }

    @Test
    void the_model_that_nobody_asked_for_longest_makes_room() {
        String folder = "port:" + http.getAddress().getPort();
        servers.ready(model(1, folder));
        servers.ready(model(2, folder));

        assertThat(servers.isRunning(model(1, folder))).isFalse();
        assertThat(servers.isRunning(model(2, folder))).isTrue();
    }

    private String ask(Model model) throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        StringBuilder text = new StringBuilder();
        chats.ask(model, List.of(Message.user("Hello")), ChatSettings.DEFAULT, new Chat.Listener() {
            @Override
            public void text(String piece) {
                text.append(piece);
            }

            @Override
            public void end(String finishReason) {
                outcome.complete(text + "|" + finishReason);
            }

            @Override
            public void failed(String reason) {
                outcome.complete("failed: " + reason);
            }
        });
        return outcome.get(60, TimeUnit.SECONDS);
    }

    private void reply(HttpExchange exchange) throws IOException {
        asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        key = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] body = answer.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Model model(long id, String folder) {
        return new Model(id, 1L, "model " + id, ModelKind.POLICY, folder, null, null, null, 1, Instant.EPOCH);
    }
}
