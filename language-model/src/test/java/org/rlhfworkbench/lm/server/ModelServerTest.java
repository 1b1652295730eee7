package org.rlhfworkbench.lm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.run.RunFailure;
import org.rlhfworkbench.lm.sampling.Batch;
import org.rlhfworkbench.lm.sampling.Drawn;
import org.rlhfworkbench.lm.sampling.Sequence;
import org.rlhfworkbench.lm.tokenizer.BytePairTrainer;
import org.rlhfworkbench.lm.tokenizer.ChatTemplate;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class ModelServerTest {

    private static final String STORY = "The cat — 猫 — sat. END of it.";
    private static final String CHAT = "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Semaphore tokensToDraw = new Semaphore(1_000_000_000);
    private final Semaphore answersBegun = new Semaphore(0);
    private final Semaphore answersEnded = new Semaphore(0);
    private final StoryBatch batch = new StoryBatch();
    private volatile @Nullable Error failure;
    private Tokenizer tokenizer;
    private ModelServer server;

    @BeforeEach
    void start() throws IOException {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.count("user assistant The cat sat. The cat sat.");
        trainer.train(290, List.of("<|endoftext|>", "<|pad|>", "<|im_start|>", "<|im_end|>"))
                .write(folder, "<|im_end|>", "<|pad|>", 100);
        tokenizer = Tokenizer.load(folder);
        server = server(null);
    }

    @AfterEach
    void stop() throws InterruptedException {
        tokensToDraw.release(1_000_000);
        server.close();
        tokenizer.close();
    }

    // ---------------------------------------------------------------- answers

    @Test
    void a_chat_is_answered_in_openais_shape() throws Exception {
        JsonNode answer =
                json(post("/v1/chat/completions", CHAT + ", \"seed\": 7, \"temperature\": 0.5, \"top_k\": 3}"));
        assertThat(answer.path("object").asString()).isEqualTo("chat.completion");
        assertThat(answer.path("model").asString()).isEqualTo("stub");
        JsonNode choice = answer.path("choices").get(0);
        assertThat(choice.path("message").path("role").asString()).isEqualTo("assistant");
        assertThat(choice.path("message").path("content").asString()).isEqualTo(STORY);
        assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
        int prompt = answer.path("usage").path("prompt_tokens").asInt();
        int drawn = answer.path("usage").path("completion_tokens").asInt();
        assertThat(drawn).isEqualTo(tokenizer.encode(STORY).length + 1);
        assertThat(answer.path("usage").path("total_tokens").asInt()).isEqualTo(prompt + drawn);
        assertThat(answer.path("seed").asLong()).isEqualTo(7);
    }

    @Test
    void a_text_is_gone_on_from() throws Exception {
        JsonNode answer = json(post("/v1/completions", "{\"prompt\": \"Once\", \"max_tokens\": 2}"));
        assertThat(answer.path("object").asString()).isEqualTo("text_completion");
        assertThat(answer.path("choices").get(0).path("finish_reason").asString())
                .isEqualTo("length");
        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void a_stream_gives_the_same_text_in_whole_characters() throws Exception {
        HttpResponse<Stream<String>> response = client.send(
                request(
                                "/v1/chat/completions",
                                CHAT + ", \"stream\": true, \"stream_options\": {\"include_usage\": true}}")
                        .build(),
                BodyHandlers.ofLines());
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        List<String> events = response.body()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
        assertThat(events.getLast()).isEqualTo("[DONE]");
        StringBuilder text = new StringBuilder();
        List<JsonNode> chunks = events.subList(0, events.size() - 1).stream()
                .map(JsonMapper.shared()::readTree)
                .toList();
        chunks.forEach(chunk -> text.append(
                chunk.path("choices").path(0).path("delta").path("content").asString("")));
        assertThat(text).hasToString(STORY);
        assertThat(chunks).hasSizeGreaterThan(5);
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString())
                .isEqualTo("stop");
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isPositive();
    }

    @Test
    void a_stop_text_ends_the_answer_and_is_no_part_of_it() throws Exception {
        JsonNode answer = json(post("/v1/chat/completions", CHAT + ", \"stop\": [\"END\"]}"));
        assertThat(answer.at("/choices/0/message/content").asString()).isEqualTo("The cat — 猫 — sat. ");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    }

    @Test
    void several_answers_to_one_request_are_told_apart() throws Exception {
        JsonNode answer = json(post("/v1/chat/completions", CHAT + ", \"n\": 3}"));
        assertThat(answer.path("choices")).hasSize(3);
        for (int index = 0; index < 3; index++) {
            JsonNode choice = answer.path("choices").get(index);
            assertThat(choice.path("index").asInt()).isEqualTo(index);
            assertThat(choice.at("/message/content").asString()).isEqualTo(STORY);
        }
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(3 * (tokenizer.encode(STORY).length + 1));
    }

    @Test
    void vectors_come_as_numbers_or_packed_as_openais_clients_ask() throws Exception {
        JsonNode numbers = json(post("/v1/embeddings", "{\"input\": [\"a\", \"bc\"]}"));
        assertThat(numbers.at("/data/1/embedding/0").asDouble()).isEqualTo(2);
        assertThat(numbers.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
        JsonNode packed = json(post("/v1/embeddings", "{\"input\": [7, 8, 9], \"encoding_format\": \"base64\"}"));
        byte[] bytes = Base64.getDecoder().decode(packed.at("/data/0/embedding").asString());
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat())
                .isEqualTo(3);
    }

    @Test
    void the_model_and_the_health_can_be_asked_for() throws Exception {
        assertThat(json(get("/v1/models")).at("/data/0/id").asString()).isEqualTo("stub");
        assertThat(json(get("/v1/models/stub")).path("id").asString()).isEqualTo("stub");
        assertThat(json(get("/health")).path("status").asString()).isEqualTo("ok");
    }

    // ---------------------------------------------------------------- errors

    @Test
    void a_prompt_longer_than_the_context_is_refused_with_both_numbers() throws Exception {
        HttpResponse<String> response = post("/v1/completions", "{\"prompt\": \"" + "x".repeat(120) + "\"}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/code").asString()).isEqualTo("context_length_exceeded");
        assertThat(json(response).at("/error/message").asString())
                .contains("120 tokens")
                .contains("context is 100");
    }

    @Test
    void messages_that_the_chat_template_refuses_come_back_with_what_it_says() throws Exception {
        server.close();
        tokenizer.close();
        Files.writeString(folder.resolve(ChatTemplate.FILE), "{{ raise_exception('Speak last!') }}");
        tokenizer = Tokenizer.load(folder);
        server = server(null);
        refused(400, "Speak last!", post("/v1/chat/completions", CHAT + "}"));
    }

    @Test
    void requests_that_cannot_be_answered_say_why() throws Exception {
        refused(400, "not JSON", post("/v1/chat/completions", "{"));
        refused(400, "at least one message", post("/v1/chat/completions", "{}"));
        refused(400, "role", post("/v1/chat/completions", CHAT.replace("user", "robot") + "}"));
        refused(400, "\\\"tools\\\" is not supported", post("/v1/chat/completions", CHAT + ", \"tools\": [1]}"));
        refused(400, "at most 16", post("/v1/chat/completions", CHAT + ", \"n\": 17}"));
        refused(400, "\\\"logprobs\\\": true", post("/v1/chat/completions", CHAT + ", \"top_logprobs\": 2}"));
        refused(400, "whole number", post("/v1/completions", "{\"prompt\": \"a\", \"max_tokens\": 1.5}"));
        refused(400, "temperature", post("/v1/chat/completions", CHAT + ", \"temperature\": -1}"));
        refused(400, "top_p", post("/v1/chat/completions", CHAT + ", \"top_p\": 0}"));
        refused(400, "one text", post("/v1/completions", "{\"prompt\": [1, 2]}"));
        refused(404, "There is nothing at /v1/images", post("/v1/images", "{}"));
        refused(404, "There is no model", get("/v1/models/other"));
        refused(400, "must be a text or a list", post("/v1/embeddings", "{}"));
        refused(400, "An input is empty", post("/v1/embeddings", "{\"input\": \"\"}"));
        refused(400, "not among", post("/v1/embeddings", "{\"input\": [5, 100000]}"));
        refused(400, "context is 100", post("/v1/embeddings", "{\"input\": \"" + "x".repeat(120) + "\"}"));
        refused(405, "Use POST", get("/v1/completions"));
    }

    @Test
    void parameters_that_change_nothing_are_passed_over() throws Exception {
        assertThat(post("/v1/chat/completions", CHAT + ", \"n\": 1, \"presence_penalty\": 0.0, \"user\": \"u\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void with_a_key_only_those_who_send_it_are_answered() throws Exception {
        server.close();
        server = server("secret");
        refused(401, "key is missing or wrong", get("/v1/models"));
        HttpRequest withKey = request("/v1/models", null)
                .header("Authorization", "Bearer secret")
                .build();
        assertThat(client.send(withKey, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void a_page_of_another_site_cannot_talk_to_it() throws Exception {
        assertThat(raw("GET /v1/models HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: 2\r\nConnection: close\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415");
    }

    @Test
    void a_port_in_use_is_explained() {
        assertThatThrownBy(() -> new ModelServer(model(), server.port(), 1, null))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("Port " + server.port())
                .hasMessageContaining("--port");
    }

    // ---------------------------------------------------------------- the queue

    @Test
    void a_full_queue_answers_429_and_a_client_that_goes_frees_its_place() throws Exception {
        tokensToDraw.drainPermits();
        InputStream first = stream();
        answersBegun.acquire(); // under way, waiting for tokens to draw
        InputStream second = stream();
        first.readNBytes(6);
        second.readNBytes(6); // both places of the queue that holds one, beside the worker, are taken
        HttpResponse<String> third = post("/v1/chat/completions", CHAT + "}");
        refused(429, "waiting already", third);
        assertThat(third.headers().firstValue("Retry-After")).contains("1");

        second.close(); // noticed at the next heartbeats
        InputStream fourth = accepted();
        tokensToDraw.release(1_000_000);
        assertThat(new String(fourth.readAllBytes(), StandardCharsets.UTF_8)).endsWith("data: [DONE]\n\n");
        first.close();
    }

    @Test
    void a_client_that_goes_ends_the_answer_under_way() throws Exception {
        tokensToDraw.drainPermits();
        InputStream stream = stream();
        answersBegun.acquire();
        stream.close();
        Thread.sleep(2_500);
        tokensToDraw.release(1);
        assertThat(answersEnded.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_answer_that_fails_does_not_end_the_next_one() throws Exception {
        failure = new OutOfMemoryError("Java heap space");
        refused(500, "The answer failed: Java heap space", post("/v1/chat/completions", CHAT + "}"));
        failure = null;
        assertThat(post("/v1/chat/completions", CHAT + "}").statusCode()).isEqualTo(200);
    }

    @Test
    void answers_wait_their_turn() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        tokensToDraw.drainPermits();
        answers.add(client.sendAsync(request("/v1/chat/completions", CHAT + "}").build(), BodyHandlers.ofString()));
        answersBegun.acquire();
        answers.add(client.sendAsync(request("/v1/chat/completions", CHAT + "}").build(), BodyHandlers.ofString()));
        Thread.sleep(1_300); // long enough for white space before the answer
        tokensToDraw.release(1_000_000);
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(json(answer.get(10, TimeUnit.SECONDS))
                            .at("/choices/0/message/content")
                            .asString())
                    .isEqualTo(STORY);
        }
    }

    /** Asks until the queue has a place again; a stream's status comes before its first token. */
    private InputStream accepted() throws Exception {
        HttpRequest request =
                request("/v1/chat/completions", CHAT + ", \"stream\": true}").build();
        while (true) {
            HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            answer.body().close();
            Thread.sleep(50);
        }
    }

    // ---------------------------------------------------------------- help

    private ModelServer server(@Nullable String key) {
        return new ModelServer(model(), 0, 1, key);
    }

    /** A model whose vector of a text is its number of tokens. */
    private ServedModel model() {
        return new ServedModel(
                "stub",
                100,
                tokenizer,
                ChatTemplate.load(tokenizer.files(), tokenizer),
                batch,
                rows -> rows.stream().map(row -> new float[] {row.length}).toList());
    }

    /** Tells the story to one after the other, a token for each permit. */
    private final class StoryBatch implements Batch {

        private @Nullable Sequence sequence;
        private int drawn;

        @Override
        public int room() {
            return sequence == null ? 1 : 0;
        }

        @Override
        public boolean isEmpty() {
            return sequence == null;
        }

        @Override
        public void admit(List<Sequence> sequences) {
            sequence = sequences.getFirst();
            drawn = 0;
            answersBegun.release();
        }

        @Override
        public void step() {
            if (failure != null) {
                throw failure;
            }
            if (sequence == null) {
                return;
            }
            tokensToDraw.acquireUninterruptibly();
            int[] story = tokenizer.encode(STORY);
            int token = drawn < story.length ? story[drawn] : 3;
            drawn++;
            if (!sequence.take(new Drawn(token, 0, null))) {
                sequence = null;
                answersEnded.release();
            }
        }

        @Override
        public void clear() {
            sequence = null;
        }

        @Override
        public void close() {}
    }

    private InputStream stream() throws Exception {
        HttpRequest request =
                request("/v1/chat/completions", CHAT + ", \"stream\": true}").build();
        return client.send(request, BodyHandlers.ofInputStream()).body();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path, null).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(request(path, body).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .version(HttpClient.Version.HTTP_1_1);
        return body == null
                ? request
                : request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static void refused(int status, String reason, HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(reason);
        assertThat(json(response).at("/error/message").asString()).isNotEmpty();
        assertThat(json(response).at("/error/type").asString()).isNotEmpty();
    }
}
