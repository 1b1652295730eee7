package org.rlhfworkbench.lm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.command.CommandRunner;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunState;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class ServeCommandTest {

    private static final Path STORIES = Path.of("../../shared/data/models/stories260K");

    @TempDir
    Path folder;

    @Test
    void a_served_model_writes_what_it_writes_elsewhere_until_it_is_stopped() throws Exception {
        assumeTrue(Files.exists(STORIES), "needs shared/data/models/stories260K");
        CommandRunner runner = new CommandRunner(List.of(ServeCommand::new));
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> runner.execute(
                "serve", "--model", STORIES.toString(), "--port=0", "--run", folder.toString(), "--device=cpu"));
        int port = port(exit);

        JsonNode example = JsonMapper.shared()
                .readTree(STORIES.resolve("reference.json"))
                .path("cases")
                .get(0);
        String text = example.path("text").asString();
        assertThat(text + completion(port, text)).isEqualTo(expected(example));

        RunDirectory.requestStop(folder);
        assertThat(exit.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(RunDirectory.stateOf(folder).state()).isEqualTo(RunState.Phase.STOPPED);
    }

    private int port(CompletableFuture<Integer> exit) throws InterruptedException {
        while (!exit.isDone()) {
            if (RunDirectory.isRun(folder)) {
                Integer port = RunDirectory.stateOf(folder).port();
                if (port != null) {
                    return port;
                }
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the server ended with exit code " + exit.join());
    }

    private static String completion(int port, String prompt) throws Exception {
        String body = JsonMapper.shared()
                .writeValueAsString(JsonMapper.shared()
                        .createObjectNode()
                        .put("prompt", prompt)
                        .put("temperature", 0)
                        .put("max_tokens", 64));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String answer = client.send(request, BodyHandlers.ofString()).body();
            return JsonMapper.shared().readTree(answer).at("/choices/0/text").asString();
        }
    }

    /** The text and its greedy continuation, by Transformers. */
    private static String expected(JsonNode example) {
        int[] tokens = Stream.of("input_ids", "greedy_64")
                .flatMap(name -> example.path(name).valueStream())
                .mapToInt(JsonNode::asInt)
                .toArray();
        try (Tokenizer tokenizer = Tokenizer.load(STORIES)) {
            return tokenizer.decode(tokens, true);
        }
    }
}
