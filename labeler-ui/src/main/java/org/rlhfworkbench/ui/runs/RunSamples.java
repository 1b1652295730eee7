package org.rlhfworkbench.ui.runs;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.RangeInput;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.rlhfworkbench.ui.launching.RunFolder;
import org.rlhfworkbench.ui.shell.Amounts;

/** The same prompts at each look, with one slider through training. */
class RunSamples extends Section {
    private final RangeInput slider = new RangeInput();
    private final Span position = new Span();
    private final Div rows = new Div();
    private List<Long> steps = List.of();
    private Map<Long, List<RunFolder.Sample>> samples = Map.of();

    RunSamples() {
        addClassNames("section", "samples");
        slider.setMin(0);
        slider.setStep(1.0);
        slider.setValueChangeMode(ValueChangeMode.EAGER);
        slider.getElement().setAttribute("aria-label", say("run.samples-slider"));
        slider.addValueChangeListener(moved -> showRows());
        position.addClassNames("dim", "num");
        Div head = new Div(new H2(say("run.samples")), slider, position);
        head.addClassName("row");
        add(head, rows);
        setVisible(false);
    }

    void show(Map<Long, List<RunFolder.Sample>> all) {
        if (all.isEmpty()) {
            return;
        }
        boolean atEnd = steps.isEmpty() || index() == steps.size() - 1;
        samples = all;
        steps = new ArrayList<>(all.keySet());
        setVisible(true);
        slider.setVisible(steps.size() > 1);
        slider.setMax(steps.size() - 1);
        if (atEnd) {
            slider.setValue((double) (steps.size() - 1));
        }
        showRows();
    }

    private int index() {
        return Math.clamp(Math.round(Objects.requireNonNullElse(slider.getValue(), 0.0)), 0, steps.size() - 1);
    }

    private void showRows() {
        long step = steps.get(index());
        position.setText(say("run.samples-step", step));
        rows.removeAll();
        samples.getOrDefault(step, List.of()).forEach(sample -> rows.add(row(sample)));
    }

    private static Div row(RunFolder.Sample sample) {
        Span prompt = new Span(Objects.requireNonNullElse(sample.prompt(), ""));
        prompt.addClassName("dim");
        Span response = new Span(Objects.requireNonNullElse(sample.response(), ""));
        response.addClassName("response");
        Span score = new Span();
        score.addClassName("num");
        if (sample.score() != null) {
            score.setText(Amounts.number(sample.score(), "+0.0;−0.0"));
            score.addClassName(sample.score() >= 0 ? "good" : "bad");
        }
        Div row = new Div(prompt, response, score);
        row.addClassName("sample");
        return row;
    }
}
