package org.rlhfworkbench.policy.kindness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A labeler made of one rule, "somebody is kind in the story", so that a program can tell whether a loop learns.
 *
 * <p>A text satisfies the rule when it holds a form of <i>help</i>, <i>share</i>, <i>hug</i>, <i>comfort</i> or <i>forgive</i>, the
 * adjective <i>kind</i> with its kin, or <i>care for</i> / <i>care of</i>. A word right after <i>not</i>, <i>n't</i> or <i>never</i>
 * does not count, nor does <i>kind</i> where it means a sort. The rule reads words, not meaning: that makes it exact.
 *
 * <p>One file that {@code java -cp … Kindness.java} runs as it is: the experiment needs no build of the tests.
 */
public final class Kindness {
    private static final Pattern KIND = Pattern.compile(
            "(?<!\\bnot )(?<!n['’]t )(?<!\\bnever )\\b("
                    + "help(s|ed|ing|ful|er|ers)?|share[sd]?|sharing|hug(s|ged|ging)?|comfort(s|ed|ing)?"
                    + "|forg(ive|ives|ave|iven|iving)|care[sd]? (for|of)"
                    + "|(?<!\\b(what|some|any|every|this|that|same|new|one) )kind(?! of\\b)|kinder|kindest|kindly|kindness"
                    + ")\\b",
            Pattern.CASE_INSENSITIVE);

    private static final List<String> OPENINGS = List.of(
            "Write a short story about %s who %s.",
            "Please tell a bedtime story about %s who %s.",
            "Can you write a short tale where %s %s?",
            "Tell me a story in which %s %s.",
            "Write a very short story for a child: %s %s.");
    private static final List<String> SUBJECTS = listed("""
            a duck, a white cat, a little dog, a brown bear, a monkey, a big elephant, a green frog, a baby bird,
            a gray mouse, a small fish, a turtle, a pig, a cow, a young horse, a bee, a butterfly, a hungry wolf,
            a giraffe, a girl named Lucy, a girl named Sue, a girl named Anna, a boy named Tim, a boy named Ben,
            a boy named Max, an old man, a queen, a king, a fairy, a green dragon, a monster, a toy car,
            a red bus, a doll, a robot, a cook, a sailor""");
    private static final List<String> EVENTS = listed("""
            finds a shiny coin, goes to the park, eats too much cake, jumps into the water, sees a rainbow,
            plays with a ball, climbs a big tree, hears a loud noise, wants a new hat, finds a box in the garden,
            runs very fast, gets very dirty, has a funny dream, rides on a train, looks for a treasure,
            sings a song, falls into the mud, goes to the beach, takes a long walk, opens a red door,
            wants to be big, loses a shoe, wakes up at night, makes a mess""");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Kindness() {}

    private static List<String> listed(String text) {
        return List.of(text.split(",\\s+"));
    }

    /** Whether somebody is kind in the text, by the rule above. */
    public static boolean satisfies(String text) {
        return KIND.matcher(text.replaceAll("\\s+", " ")).find();
    }

    /** All requests of the experiment, in an order drawn from the seed: every subject with every event, phrasings in turn. */
    static List<String> requests(long seed) {
        List<String> requests = new ArrayList<>();
        for (String subject : SUBJECTS) {
            for (String event : EVENTS) {
                requests.add(OPENINGS.get(requests.size() % OPENINGS.size()).formatted(subject, event));
            }
        }
        Collections.shuffle(requests, new Random(seed));
        return requests;
    }

    /**
     * The ranking that a strict follower of the rule gives to one line of {@code samples.jsonl}: those that satisfy it tied
     * above the others, which are tied too.
     *
     * @return a line of {@code rankings.jsonl}; where all outputs are alike it has one group
     */
    static ObjectNode ranking(JsonNode sample) {
        ArrayNode kind = JSON.createArrayNode();
        ArrayNode others = JSON.createArrayNode();
        ObjectNode ranking = JSON.createObjectNode();
        ranking.set("id", sample.get("prompt_id"));
        ranking.set("prompt", sample.get("prompt"));
        ArrayNode responses = ranking.putArray("responses");
        for (JsonNode response : sample.get("responses")) {
            (satisfies(response.get("content").asString()) ? kind : others).add(response.get("id"));
            ObjectNode kept = responses.addObject();
            for (String field : List.of("id", "content", "model")) kept.set(field, response.get(field));
        }
        ObjectNode judgement = ranking.putArray("rankings").addObject();
        ArrayNode groups = judgement.put("labeler", "rule").putArray("groups");
        Stream.of(kind, others).filter(group -> !group.isEmpty()).forEach(groups::add);
        judgement.put("status", "counted");
        return ranking;
    }

    /** A share with its 95 % interval (Wilson 1927, the score interval). */
    record Share(double value, int n, double low, double high) {
        static Share of(int hits, int n) {
            double z = 1.959964;
            double p = (double) hits / n;
            double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
            double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
            return new Share(p, n, centre - half, centre + half);
        }
    }

    /** The share of all sampled responses in a {@code samples.jsonl} that satisfy the rule. */
    static Share share(Path samples) {
        int hits = 0;
        int n = 0;
        for (JsonNode sample : lines(samples)) {
            for (JsonNode response : sample.get("responses")) {
                n++;
                if (satisfies(response.get("content").asString())) hits++;
            }
        }
        return Share.of(hits, n);
    }

    private static List<JsonNode> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank())
                    .<JsonNode>map(JSON::readTree)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, List<? extends JsonNode> lines) throws IOException {
        Files.write(file, lines.stream().map(JSON::writeValueAsString).toList());
    }

    /** Requests number {@code from} (inclusive) to {@code to} (exclusive) of the order that the seed draws. */
    private static void writePrompts(long seed, int from, int to, Path file) throws IOException {
        List<String> requests = requests(seed);
        List<ObjectNode> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add(JSON.createObjectNode().put("id", "request-" + i).put("prompt", requests.get(i)));
        }
        write(file, lines);
    }

    /** Only prompts with both sorts of output: a ranking that ties everything says nothing about the rule. */
    private static void writeRankings(Path samples, Path file) throws IOException {
        write(
                file,
                lines(samples).stream()
                        .map(Kindness::ranking)
                        .filter(ranking ->
                                ranking.get("rankings").get(0).get("groups").size() == 2)
                        .toList());
    }

    /** One line for each response, as {@code score} reads them. */
    private static void writeResponses(Path samples, Path file) throws IOException {
        List<ObjectNode> lines = new ArrayList<>();
        for (JsonNode sample : lines(samples)) {
            for (JsonNode response : sample.get("responses")) {
                ObjectNode line = JSON.createObjectNode();
                line.set("prompt", sample.get("prompt"));
                line.set("response", response.get("content"));
                lines.add(line);
            }
        }
        write(file, lines);
    }

    /** {@code prompts SEED FROM TO FILE}, {@code rank SAMPLES FILE}, {@code responses SAMPLES FILE} or {@code share SAMPLES}. */
    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "prompts" ->
                writePrompts(
                        Long.parseLong(args[1]),
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        Path.of(args[4]));
            case "rank" -> writeRankings(Path.of(args[1]), Path.of(args[2]));
            case "responses" -> writeResponses(Path.of(args[1]), Path.of(args[2]));
            case "share" -> System.out.println(JSON.writeValueAsString(share(Path.of(args[1]))));
            default -> throw new IllegalArgumentException("There is no step " + args[0]);
        }
    }
}
