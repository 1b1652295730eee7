package org.rlhfworkbench.ui.labeling;

import com.vaadin.flow.component.HtmlComponent;
import com.vaadin.flow.component.Tag;

/** A key cap. A screen reader hears keys elsewhere. */
@Tag("kbd")
public final class Key extends HtmlComponent {
    public Key(String name) {
        getElement().setText(name);
        getElement().setAttribute("aria-hidden", "true");
    }
}
