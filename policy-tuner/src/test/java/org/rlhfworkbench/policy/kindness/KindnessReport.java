package org.rlhfworkbench.policy.kindness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The figures of one run of {@code docs/experiments/kindness.sh}, read from the files in its folder, beside what each must reach.
 *
 * <p>One file that {@code java -cp … KindnessReport.java FOLDER} runs as it is. It prints a table, writes {@code report.json}
 * and exits with 1 where a figure falls short.
 */
public final class KindnessReport {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** One line of the table: what was measured, what must hold, and whether it does. */
    record Check(String what, String measured, String wanted, boolean holds) {
        static Check of(String what, String wanted, boolean holds, String format, Object... figures) {
            return new Check(what, String.format(Locale.ROOT, format, figures), wanted, holds);
        }
    }

    /** Mean and population standard deviation. */
    record Scores(double mean, double deviation, int n) {
        static Scores of(double[] scores) {
            double mean = 0;
            for (double score : scores) mean += score / scores.length;
            double variance = 0;
            for (double score : scores) variance += (score - mean) * (score - mean) / scores.length;
            return new Scores(mean, Math.sqrt(variance), scores.length);
        }
    }

    private final Path folder;

    private KindnessReport(Path folder) {
        this.folder = folder;
    }

    private JsonNode read(String file) throws IOException {
        return JSON.readTree(Files.readString(folder.resolve(file)));
    }

    private Scores scores(String file) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(file))) {
            return Scores.of(
                    lines.mapToDouble(line -> JSON.readTree(line).get("score").asDouble())
                            .toArray());
        }
    }

    private static double value(JsonNode figures, String name) {
        return figures.get(name).get("value").asDouble();
    }

    private List<Check> checks() throws IOException {
        double lossBefore = value(read("loss-before.json"), "loss");
        double lossAfter = value(read("loss-after.json"), "loss");
        JsonNode accuracy = read("reward/evaluation.json").get("accuracy");
        JsonNode shareBefore = read("share-before.json");
        JsonNode shareAfter = read("share-after.json");
        double before = shareBefore.get("value").asDouble();
        double after = shareAfter.get("value").asDouble();
        Scores reference = scores("scores-before.jsonl");
        double gain = (scores("scores-after.jsonl").mean() - reference.mean()) / reference.deviation();
        double kl = value(read("ppo/evaluation.json"), "kl");
        return List.of(
                Check.of("SFT: held-out loss", "falls", lossAfter < lossBefore, "%.3f → %.3f", lossBefore, lossAfter),
                Check.of(
                        "reward model: held-out accuracy",
                        "≥ .90",
                        accuracy.get("value").asDouble() >= 0.90,
                        "%.3f (%.3f–%.3f)",
                        accuracy.get("value").asDouble(),
                        accuracy.get("low").asDouble(),
                        accuracy.get("high").asDouble()),
                Check.of(
                        "rule's share before PPO",
                        ".05–.40",
                        before >= 0.05 && before <= 0.40,
                        "%s",
                        interval(shareBefore)),
                Check.of(
                        "rule's share after PPO",
                        "≥ twice that before",
                        after >= 2 * before,
                        "%s",
                        interval(shareAfter)),
                Check.of("reward gained, in deviations of the reference", "≥ 1", gain >= 1, "%.2f", gain),
                Check.of("KL to the reference, nats a response", "< 10", kl < 10, "%.2f", kl));
    }

    private static String interval(JsonNode share) {
        return String.format(
                Locale.ROOT,
                "%.3f (%.3f–%.3f)",
                share.get("value").asDouble(),
                share.get("low").asDouble(),
                share.get("high").asDouble());
    }

    /** {@code FOLDER} that the experiment has filled. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        List<Check> checks = new KindnessReport(folder).checks();
        ObjectNode report = JSON.createObjectNode();
        for (Check check : checks) {
            System.out.printf(
                    "%-48s %-24s wanted: %-22s %s%n",
                    check.what(), check.measured(), check.wanted(), check.holds() ? "holds" : "DOES NOT HOLD");
            report.putObject(check.what())
                    .put("measured", check.measured())
                    .put("wanted", check.wanted())
                    .put("holds", check.holds());
        }
        Files.writeString(folder.resolve("report.json"), JSON.writeValueAsString(report) + "\n");
        if (!checks.stream().allMatch(Check::holds)) System.exit(1);
    }
}
