package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Span;

/** A page's title, one dim line under it, and at most one primary act at the right. */
public final class PageHeader extends Header {
    private final H1 title = new H1();
    private final Span line = new Span();
    private final Div acts = new Div();

    public PageHeader(String title, String line, Component... acts) {
        this.title.setText(title);
        this.line.addClassName("dim");
        this.acts.addClassName("acts");
        addClassName("page-header");
        add(new Div(this.title, this.line), this.acts);
        setLine(line);
        setActs(acts);
    }

    public void setTitle(String text) {
        title.setText(text);
    }

    /** Words under the title; nothing leaves no gap. */
    public void setLine(String text) {
        line.setText(text);
        line.setVisible(!text.isEmpty());
    }

    /** Small components under the title. */
    public void setLine(Component words) {
        line.removeAll();
        line.add(words);
        line.setVisible(true);
    }

    public void setActs(Component... components) {
        acts.removeAll();
        acts.add(components);
    }
}
