package org.rlhfworkbench.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.dom.Element;

/** The page that a test without a browser has open. */
public final class Page {
    private Page() {}

    /** Every word on it, and how its fields and links are called. */
    public static String words() {
        StringBuilder all = new StringBuilder();
        gather(UI.getCurrent(), all);
        return all.toString();
    }

    private static void gather(Component component, StringBuilder all) {
        if (component instanceof Text text) {
            all.append(text.getText()).append('\n');
        } else {
            Element element = component.getElement();
            all.append(element.getText()).append('\n');
            all.append(element.getProperty("label", "")).append('\n');
        }
        component.getChildren().forEach(child -> gather(child, all));
    }
}
