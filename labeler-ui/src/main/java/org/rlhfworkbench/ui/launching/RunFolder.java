package org.rlhfworkbench.ui.launching;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.runs.Run;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run directory, read while its process may be writing it: what is missing or half written counts as not there yet.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
    private static final int LOG_BYTES = 64 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /**
     * A response taken while training.
     *
     * @param score what the reward model gave, null where none judges
     * @param kl from the reference, in nats
     */
    public record Sample(
            long step,
            @Nullable String promptId,
            @Nullable String prompt,
            @Nullable String response,
            @Nullable Double score,
            @Nullable Double kl) {}

    public static RunFolder of(Run run) {
        return new RunFolder(Path.of(run.folder()));
    }

    public Optional<RunStatus> status() {
        return text("state.json").map(json -> read(json, RunStatus.class));
    }

    /** The settings of the run, by name. */
    public Map<String, String> config() {
        Map<String, String> settings = new LinkedHashMap<>();
        text("config.json")
                .map(json -> read(json, JsonNode.class))
                .ifPresent(node -> node.properties()
                        .forEach(entry -> settings.put(
                                entry.getKey(),
                                entry.getValue().isValueNode()
                                        ? entry.getValue().asString()
                                        : entry.getValue().toString())));
        return settings;
    }

    /** The JSON text of the final figures. */
    public Optional<String> evaluation() {
        return text("evaluation.json");
    }

    /** Every metric as its points, {@code {step, value}} in the order of the steps; what is not a number is left out. */
    public Map<String, List<double[]>> metrics() {
        Map<String, List<double[]>> curves = new LinkedHashMap<>();
        for (JsonNode line : lines("metrics.jsonl")) {
            double step = line.path("step").asDouble(0);
            line.properties().forEach(entry -> {
                if (entry.getValue().isNumber() && !entry.getKey().equals("step")) {
                    curves.computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
                            .add(new double[] {step, entry.getValue().doubleValue()});
                }
            });
        }
        return curves;
    }

    /** How much of the metrics has been written: unchanged as long as there is nothing new. */
    public long metricsSize() {
        return path.resolve("metrics.jsonl").toFile().length()
                + path.resolve("rollouts.jsonl").toFile().length();
    }

    /** The samples taken through training, by step. */
    public Map<Long, List<Sample>> samples() {
        Map<Long, List<Sample>> byStep = new TreeMap<>();
        for (JsonNode line : lines("rollouts.jsonl")) {
            Sample sample = JSON.treeToValue(line, Sample.class);
            byStep.computeIfAbsent(sample.step(), step -> new ArrayList<>()).add(sample);
        }
        return byStep;
    }

    /** Whether there is something from which the run could go on. */
    public boolean hasCheckpoint() {
        return Files.exists(path.resolve("checkpoints"));
    }

    /** The end of the log. */
    public String log() {
        Path file = path.resolve("log.txt");
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, log.length() - LOG_BYTES);
            log.seek(from);
            byte[] bytes = new byte[(int) (log.length() - from)];
            log.readFully(bytes);
            String text = new String(bytes, UTF_8);
            return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
        } catch (IOException notYet) {
            return "";
        }
    }

    private List<JsonNode> lines(String name) {
        List<JsonNode> nodes = new ArrayList<>();
        text(name).ifPresent(all -> {
            int end = all.lastIndexOf('\n') + 1;
            all.substring(0, end).lines().forEach(line -> {
                JsonNode node = read(line, JsonNode.class);
                if (node != null) {
                    nodes.add(node);
                }
            });
        });
        return nodes;
    }

    private Optional<String> text(String name) {
        try {
            return Optional.of(Files.readString(path.resolve(name)));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    private static <T> @Nullable T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JacksonException halfWritten) {
            return null;
        }
    }
}
