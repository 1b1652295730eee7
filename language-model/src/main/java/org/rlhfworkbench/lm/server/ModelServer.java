package org.rlhfworkbench.lm.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.run.RunFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/chat/completions}, {@code /v1/completions} and {@code /v1/embeddings}, {@code GET /v1/models} and
 * {@code /health}, on the loopback interface alone. With a key, all but {@code /health} ask for it.
 *
 * <p>A web page that someone on this machine visits must not talk to the server behind their back: requests are only
 * taken under a loopback name, against DNS rebinding, and with a JSON body declared as such, which browsers send to
 * another site only after asking.
 */
final class ModelServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);
    private static final int LARGEST_BODY = 8 << 20;
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");
    private static final String BEARER = "Bearer ";
    private static final String ONE_MODEL = "/v1/models/";

    private final ServedModel model;
    private final byte @Nullable [] key;
    private final GenerationQueue queue;
    private final HttpServer http;
    private final ExecutorService threads;

    /**
     * Listens from here on.
     *
     * @param port 0 for any
     * @param queueCapacity how many requests may wait
     * @param key that clients must send; null for none
     * @throws RunFailure if the port is in use
     */
    ModelServer(ServedModel model, int port, int queueCapacity, @Nullable String key) {
        this.model = model;
        this.key = key == null || key.isEmpty() ? null : key.getBytes(StandardCharsets.UTF_8);
        this.http = listen(port);
        this.queue = new GenerationQueue(model.batch(), queueCapacity);
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    private static HttpServer listen(int port) {
        // Without this each small write of a stream may wait 40 ms for the last one's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new RunFailure(
                    "Port " + port + " cannot be used (" + e.getMessage() + ")",
                    "Another program listens there, or the port needs privileges",
                    "Choose another with --port, or 0 for any that is free");
        } catch (IOException e) {
            throw new RunFailure(
                    "The server cannot listen (" + e.getMessage() + ")",
                    "The system allows no more sockets",
                    "End other programs, then try again");
        }
    }

    int port() {
        return http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) {
        Reply reply = new Reply(exchange);
        try (exchange) {
            try {
                route(exchange, reply);
            } catch (ApiError e) {
                answer(exchange, reply, e);
            } catch (RuntimeException e) {
                answer(exchange, reply, ApiError.internal(e));
            }
        } catch (IOException e) {
            LOG.debug("The client has gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, Reply reply, ApiError e) throws IOException {
        if (e.status() == 429) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        reply.json(e.status(), e.json());
    }

    private void route(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
        if (!LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            throw ApiError.of(403, "forbidden_host", "This server answers to localhost alone.");
        }
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/v1/")) {
            authorize(exchange);
        }
        switch (path) {
            case "/health" -> {
                allow(exchange, "GET");
                reply.json(200, JsonMapper.shared().createObjectNode().put("status", "ok"));
            }
            case "/v1/models" -> {
                allow(exchange, "GET");
                reply.json(200, models());
            }
            case "/v1/chat/completions" -> complete(exchange, reply, true);
            case "/v1/completions" -> complete(exchange, reply, false);
            case "/v1/embeddings" -> embed(exchange, reply);
            default -> {
                if (!path.startsWith(ONE_MODEL)) {
                    throw ApiError.of(
                            404,
                            "not_found",
                            "There is nothing at " + path + "; try /v1/chat/completions, /v1/completions,"
                                    + " /v1/embeddings, /v1/models or /health.");
                }
                allow(exchange, "GET");
                reply.json(200, model(path.substring(ONE_MODEL.length())));
            }
        }
    }

    private void authorize(HttpExchange exchange) {
        if (key == null) {
            return;
        }
        String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean bearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        byte[] given =
                bearer ? header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8) : new byte[0];
        if (!MessageDigest.isEqual(key, given)) {
            throw ApiError.unauthorized();
        }
    }

    private static void allow(HttpExchange exchange, String method) {
        String asked = exchange.getRequestMethod();
        if (!asked.equals(method) && !(asked.equals("HEAD") && method.equals("GET"))) {
            exchange.getResponseHeaders().set("Allow", method);
            throw ApiError.of(405, "method_not_allowed", "Use " + method + ", not " + asked + ".");
        }
    }

    private ObjectNode models() {
        ObjectNode list = JsonMapper.shared().createObjectNode().put("object", "list");
        list.putArray("data").add(model(model.name()));
        return list;
    }

    private ObjectNode model(String name) {
        if (!name.equals(model.name())) {
            throw ApiError.unknownModel(name, model.name());
        }
        return JsonMapper.shared()
                .createObjectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "workbench")
                .put("context_length", model.contextLength());
    }

    private void complete(HttpExchange exchange, Reply reply, boolean chat) throws IOException, InterruptedException {
        allow(exchange, "POST");
        ApiRequest request = ApiRequest.parse(body(exchange), chat);
        GenerationJob job = new GenerationJob(model, request);
        queue.submit(job);
        try {
            Delivery delivery = new Delivery(job, reply, new Answers(chat, model.name(), request.seed()), request);
            if (request.stream()) {
                delivery.inPieces();
            } else {
                delivery.whole();
            }
        } finally {
            queue.cancel(job); // Done already, or the client has gone.
        }
    }

    private void embed(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        allow(exchange, "POST");
        EmbeddingRequest request = EmbeddingRequest.parse(body(exchange), model);
        EmbeddingJob job = new EmbeddingJob(model, request.inputs());
        queue.submit(job);
        try {
            List<float[]> vectors = job.poll(Delivery.HEARTBEAT_MILLIS);
            while (vectors == null) {
                reply.whiteSpace();
                vectors = job.poll(Delivery.HEARTBEAT_MILLIS);
            }
            reply.json(200, request.answer(vectors, model.name()));
        } finally {
            queue.cancel(job);
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw ApiError.of(415, "unsupported_media_type", "Send `Content-Type: application/json`.");
        }
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw ApiError.of(413, "request_too_large", "The body is larger than 8 MB.");
        }
        return body;
    }

    /** Ends the answers under way and gives the port back. */
    @Override
    public void close() throws InterruptedException {
        queue.close();
        http.stop(1);
        threads.shutdownNow();
    }
}
