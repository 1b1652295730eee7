package org.rlhfworkbench.ui.models;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Span;
import java.util.Optional;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.Table;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one figure that says how good a model of its kind is, with what it is measured against. */
@org.springframework.stereotype.Component
class ModelFigures {
    private final Runs runs;

    ModelFigures(Runs runs) {
        this.runs = runs;
    }

    /** Empty for a model that no run here has measured. */
    Optional<Component> of(Model model) {
        return Optional.ofNullable(model.runId()).flatMap(runs::find).flatMap(run -> {
            JsonNode outcome = outcome(run);
            return switch (run.kind()) {
                case REWARD -> accuracy(outcome);
                case PPO -> gain(outcome);
                case SFT, PRETRAIN -> loss(outcome);
                case SAMPLE -> Optional.empty();
            };
        });
    }

    private static Optional<Component> accuracy(JsonNode outcome) {
        JsonNode accuracy = outcome.path("accuracy");
        if (!accuracy.path("value").isNumber()) {
            return Optional.empty();
        }
        String interval = say(
                "models.accuracy-interval",
                Amounts.number(accuracy.path("low").doubleValue() * 100, "0"),
                Amounts.number(accuracy.path("high").doubleValue() * 100, "0"));
        JsonNode longer = outcome.path("baselines").path("longer_wins").path("value");
        String beside = longer.isNumber()
                ? interval + say("models.longer-wins", Amounts.percent(longer.doubleValue()))
                : interval;
        return figure(
                say("models.accuracy", Amounts.percent(accuracy.path("value").doubleValue())), beside);
    }

    private static Optional<Component> gain(JsonNode outcome) {
        JsonNode before = outcome.path("reward_before").path("value");
        JsonNode after = outcome.path("reward_after").path("value");
        JsonNode kl = outcome.path("kl").path("value");
        if (!before.isNumber() || !after.isNumber()) {
            return Optional.empty();
        }
        String gain = Amounts.number(after.doubleValue() - before.doubleValue(), "+0.00;−0.00");
        return figure(
                say("models.gain", gain),
                kl.isNumber() ? say("models.kl", Amounts.number(kl.doubleValue(), "0.0")) : "");
    }

    private static Optional<Component> loss(JsonNode outcome) {
        JsonNode loss = outcome.path("loss").path("value");
        return loss.isNumber()
                ? figure(say("models.loss", Amounts.number(loss.doubleValue(), "0.000")), say("models.loss-unit"))
                : Optional.empty();
    }

    private static Optional<Component> figure(String value, String beside) {
        Span number = new Span(value);
        number.addClassName("num");
        return Optional.of(Table.twoLines(number, beside));
    }

    private static JsonNode outcome(Run run) {
        try {
            return JsonMapper.shared().readTree(run.outcome() == null ? "{}" : run.outcome());
        } catch (JacksonException damaged) {
            return JsonMapper.shared().createObjectNode();
        }
    }
}
