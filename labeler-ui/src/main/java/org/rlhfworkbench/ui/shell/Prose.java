package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.component.html.Div;
import org.rlhfworkbench.ui.markdown.Markdown;

/** Markdown that may still be growing, such as what a model is writing; sanitised like every other text. */
public final class Prose extends Div {
    private final StringBuilder markdown = new StringBuilder();

    public Prose() {
        addClassName("read");
    }

    public void append(String piece) {
        markdown.append(piece);
        getElement().setProperty("innerHTML", Markdown.html(markdown.toString()));
    }

    public String markdown() {
        return markdown.toString();
    }
}
