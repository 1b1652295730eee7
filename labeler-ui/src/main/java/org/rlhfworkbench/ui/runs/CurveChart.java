package org.rlhfworkbench.ui.runs;

import com.vaadin.flow.component.HtmlContainer;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One curve with its name, its latest value and what to compare it with: readable without a legend. */
@Tag("figure")
class CurveChart extends HtmlContainer {
    private static final int MOST_POINTS = 800;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Span value = new Span();
    private final Span remark = new Span();
    private final Div canvas = new Div();

    /** A line across the chart to compare with. */
    record Reference(double value, String label) {}

    CurveChart(String name) {
        addClassName("curve");
        Span title = new Span(name);
        title.addClassName("name");
        value.addClassName("num");
        remark.addClassNames("dim", "num");
        canvas.addClassName("canvas");
        canvas.getElement().setAttribute("role", "img");
        Div caption = new Div(title, value, remark);
        caption.addClassName("caption");
        add(caption, canvas);
    }

    /**
     * Draws anew.
     *
     * @param points {@code {step, value}}
     * @param steps where the run will end; 0 when unknown
     */
    void show(String latest, String comparison, List<double[]> points, List<Reference> references, long steps) {
        value.setText(latest);
        remark.setText(comparison);
        canvas.getElement().setAttribute("aria-label", latest + " " + comparison);
        ObjectNode chart = JSON.createObjectNode().put("steps", steps);
        ArrayNode line = chart.putArray("points");
        int stride = 1 + points.size() / MOST_POINTS;
        for (int i = 0; i < points.size(); i++) {
            if (i % stride == 0 || i == points.size() - 1) {
                line.addArray().add(points.get(i)[0]).add(points.get(i)[1]);
            }
        }
        ArrayNode lines = chart.putArray("references");
        references.forEach(each -> lines.addObject().put("value", each.value()).put("label", each.label()));
        canvas.getElement().executeJs("window.workbench.curve(this, JSON.parse($0))", chart.toString());
    }
}
