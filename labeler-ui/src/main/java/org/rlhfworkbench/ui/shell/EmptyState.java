package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;

/** What a page says while it has nothing to show: what it is for, and the one thing to do next. */
public final class EmptyState extends Section {
    public EmptyState(String title, String text, Component... act) {
        addClassName("empty-state");
        add(new H2(title), new Paragraph(text));
        add(act);
    }
}
