package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.component.markdown.Markdown;

/**
 * Text that people judge, or that a model is writing: Markdown without scripts, which the component removes, and without
 * remote pictures, which the page's policy refuses.
 */
public final class Prose extends Markdown {
    public Prose(String text) {
        super(text);
        addClassName("read");
    }
}
