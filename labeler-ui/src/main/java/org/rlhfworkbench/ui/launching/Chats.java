package org.rlhfworkbench.ui.launching;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.models.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Talks to models over the loopback address, piece by piece as they come. */
@Component
public class Chats implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(Chats.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final String DATA = "data:";
    private static final int OK = 200;

    private final ModelServers servers;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("chat-", 0).factory());

    Chats(ModelServers servers) {
        this.servers = servers;
    }

    /** Asks a model to answer; the listener hears of it from another thread. */
    public Chat ask(Model model, List<Message> messages, ChatSettings settings, Chat.Listener listener) {
        Chat chat = new Chat();
        threads.execute(() -> talk(chat, model, messages, settings, listener));
        return chat;
    }

    private void talk(Chat chat, Model model, List<Message> messages, ChatSettings settings, Chat.Listener listener) {
        try {
            ModelServers.Address address = servers.ready(model);
            listener.begun();
            HttpResponse<InputStream> answer =
                    http.send(request(address, messages, settings), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() == OK) {
                    listener.end(read(chat, body, listener));
                } else {
                    listener.failed(errorIn(new String(body.readAllBytes(), UTF_8)));
                }
            }
        } catch (ModelUnavailable unavailable) {
            listener.failed(unavailable.reason());
        } catch (IOException broken) {
            log.info("The answer of {} broke off.", model.name(), broken);
            listener.failed("");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            listener.failed("");
        }
    }

    private static HttpRequest request(ModelServers.Address address, List<Message> messages, ChatSettings settings) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode list = body.putArray("messages");
        messages.forEach(message ->
                list.addObject().put("role", message.role().wireName()).put("content", message.content()));
        body.put("stream", true)
                .put("temperature", settings.temperature())
                .put("top_p", settings.topP())
                .put("max_tokens", settings.maxTokens());
        if (settings.topK() > 0) {
            body.put("top_k", settings.topK());
        }
        if (settings.seed() != null) {
            body.put("seed", settings.seed());
        }
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.port() + "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + address.key())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    /** Reads server-sent events until the end. @return why it ended */
    private static String read(Chat chat, InputStream body, Chat.Listener listener) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8));
        String reason = "stop";
        for (String line = lines.readLine(); line != null && !chat.isCancelled(); line = lines.readLine()) {
            JsonNode choice = choiceIn(line);
            if (choice == null) {
                continue;
            }
            String piece = choice.path("delta").path("content").asString("");
            if (!piece.isEmpty()) {
                listener.text(piece);
            }
            if (choice.path("finish_reason").isString()) {
                reason = choice.path("finish_reason").asString();
            }
        }
        return chat.isCancelled() ? "cancelled" : reason;
    }

    private static @Nullable JsonNode choiceIn(String line) {
        if (!line.startsWith(DATA) || line.endsWith("[DONE]")) {
            return null;
        }
        try {
            JsonNode choice =
                    JSON.readTree(line.substring(DATA.length())).path("choices").path(0);
            return choice.isObject() ? choice : null;
        } catch (JacksonException noEvent) {
            return null;
        }
    }

    private static String errorIn(String body) {
        try {
            return JSON.readTree(body).path("error").path("message").asString("");
        } catch (JacksonException plainText) {
            return "";
        }
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
        http.shutdownNow();
    }
}
