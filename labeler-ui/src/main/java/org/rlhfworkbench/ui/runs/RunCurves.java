package org.rlhfworkbench.ui.runs;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Div;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.ui.launching.RunFolder;
import org.rlhfworkbench.ui.shell.Amounts;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The curves that matter for a kind of run. */
class RunCurves extends Div {
    private static final String LOSS = "0.000";
    private static final String SIGNED = "+0.00;−0.00";

    /** A chart: its message key, its metric, and how a value is written. */
    private record Curve(String key, String metric, String pattern) {
        String write(double value) {
            String number = pattern.equals("%") ? Amounts.percent(value) : Amounts.number(value, pattern);
            return say("curve." + key + "-value", number);
        }
    }

    private final List<Curve> curves;
    private final Map<String, CurveChart> charts = new LinkedHashMap<>();

    RunCurves(RunKind kind) {
        addClassName("curves");
        curves = of(kind);
        for (Curve curve : curves) {
            CurveChart chart = new CurveChart(say("curve." + curve.key()));
            charts.put(curve.key(), chart);
            chart.setVisible(false);
            add(chart);
        }
    }

    private static List<Curve> of(RunKind kind) {
        return switch (kind) {
            case SFT, PRETRAIN ->
                List.of(new Curve("loss", "loss", LOSS), new Curve("held-out-loss", "held_out_loss", LOSS));
            case REWARD ->
                List.of(
                        new Curve("accuracy", "held_out_accuracy", "%"),
                        new Curve("loss", "loss", LOSS),
                        new Curve("held-out-loss", "held_out_loss", LOSS));
            case PPO ->
                List.of(
                        new Curve("reward", "score", SIGNED),
                        new Curve("kl", "kl", "0.0"),
                        new Curve("length", "response_length", "0"),
                        new Curve("entropy", "entropy", "0.00"));
            case SAMPLE -> List.of();
        };
    }

    /** @param steps where the run will end, 0 when unknown */
    void show(Run run, RunFolder folder, long steps) {
        Map<String, List<double[]>> metrics = folder.metrics();
        Map<String, String> config = folder.config();
        JsonNode outcome = outcome(run);
        for (Curve curve : curves) {
            List<double[]> points = metrics.getOrDefault(curve.metric(), List.of());
            CurveChart chart = charts.get(curve.key());
            if (chart != null && !points.isEmpty()) {
                List<CurveChart.Reference> references = references(curve, config, outcome);
                chart.setVisible(true);
                chart.show(
                        curve.write(points.getLast()[1]), remark(curve, points, references), points, references, steps);
            }
        }
    }

    private static String remark(Curve curve, List<double[]> points, List<CurveChart.Reference> references) {
        List<String> parts = new ArrayList<>();
        if (points.size() > 1) {
            parts.add(say("curve.from", curve.write(points.getFirst()[1])));
        }
        references.forEach(each -> parts.add(say("curve.compared", each.label(), curve.write(each.value()))));
        return String.join(", ", parts);
    }

    private static List<CurveChart.Reference> references(Curve curve, Map<String, String> config, JsonNode outcome) {
        List<CurveChart.Reference> found = new ArrayList<>();
        if (curve.key().equals("accuracy")) {
            figure(outcome.path("baselines").path("longer_wins"), "curve.longer-wins")
                    .ifPresent(found::add);
            figure(outcome.path("human_ceiling"), "curve.ceiling").ifPresent(found::add);
        } else if (curve.key().equals("kl")) {
            Optional.ofNullable(config.getOrDefault("kl_target", config.get("kl-target")))
                    .flatMap(RunCurves::positive)
                    .map(target -> new CurveChart.Reference(target, say("curve.target")))
                    .ifPresent(found::add);
        }
        return found;
    }

    private static Optional<CurveChart.Reference> figure(JsonNode figure, String key) {
        return figure.path("value").isNumber()
                ? Optional.of(new CurveChart.Reference(figure.path("value").doubleValue(), say(key)))
                : Optional.empty();
    }

    private static Optional<Double> positive(String text) {
        try {
            return Optional.of(Double.valueOf(text)).filter(value -> value > 0);
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    private static JsonNode outcome(Run run) {
        try {
            return JsonMapper.shared().readTree(run.outcome() == null ? "{}" : run.outcome());
        } catch (JacksonException damaged) {
            return JsonMapper.shared().createObjectNode();
        }
    }
}
