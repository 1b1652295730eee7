package org.rlhfworkbench.ui.labeling;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;

/** The one line above the work: where one is, how far, and what a key opens. */
public final class WorkHeader extends Header {
    private final Span counts = new Span();

    /** @param panels what {@link #opener} made */
    public WorkHeader(Back back, String what, String kind, Component... panels) {
        addClassName("work-header");
        Span dim = new Span(kind);
        dim.addClassNames("dim", "where-there-is-room");
        Span space = new Span();
        space.addClassName("grow");
        counts.addClassNames("work-counts", "dim", "num");
        add(back.sign(), new H1(what), dim, space, counts);
        add(panels);
    }

    public void setCounts(String text) {
        counts.setText(text);
    }

    /** A button whose script opens a panel, with its key beside it. @param className the script finds it by */
    public static NativeButton opener(String text, String key, String className) {
        Span name = new Span(text);
        Key cap = new Key(key);
        NativeButton button = new NativeButton();
        button.add(name, cap);
        button.addClassNames("link", "opener", className);
        button.getElement().setAttribute("type", "button");
        button.getElement().setAttribute("aria-keyshortcuts", key);
        return button;
    }
}
