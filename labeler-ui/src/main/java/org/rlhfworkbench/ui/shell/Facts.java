package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.html.DescriptionList;

/** Names at the left, values at the right: the quiet table beside a page's content. */
public final class Facts extends DescriptionList {
    public Facts() {
        addClassName("facts");
    }

    public Facts add(String name, String value) {
        return add(name, new Text(value));
    }

    public Facts add(String name, Component value) {
        add(new Term(name), new Description(value));
        return this;
    }
}
