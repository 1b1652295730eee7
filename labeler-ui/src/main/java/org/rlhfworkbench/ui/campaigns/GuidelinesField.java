package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Html;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import org.rlhfworkbench.ui.markdown.Markdown;

/** Guidelines in Markdown, with what labelers will see beside them. */
class GuidelinesField extends Div {
    private static final int MAX = 50_000;

    private final TextArea text = new TextArea();
    private final Div preview = new Div();

    GuidelinesField() {
        addClassName("guidelines-field");
        text.setAriaLabel(say("campaigns.guidelines"));
        text.setMaxLength(MAX);
        text.setMinHeight("12rem");
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.addValueChangeListener(change -> render());
        preview.addClassNames("guidelines-preview");
        preview.getElement().setAttribute("aria-label", say("campaigns.guidelines-preview"));
        add(text, preview);
    }

    private void render() {
        preview.removeAll();
        preview.add(new Html("<div class=\"prose\">" + Markdown.html(text.getValue()) + "</div>"));
    }

    String getValue() {
        return text.getValue();
    }

    void setValue(String guidelines) {
        text.setValue(guidelines);
        render();
    }
}
