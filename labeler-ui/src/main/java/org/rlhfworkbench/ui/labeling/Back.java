package org.rlhfworkbench.ui.labeling;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;

/**
 * The way out of the work.
 *
 * @param path of the page it leads to
 * @param place that page's name
 * @param words the whole act, such as “Back to the campaign”
 */
public record Back(String path, String place, String words) {

    /** For an empty page. */
    public Anchor link() {
        return new Anchor(path, words);
    }

    /** For the header: a sign, and the place's name where there is room. */
    Anchor sign() {
        Span name = new Span(place);
        name.addClassName("where-there-is-room");
        Anchor sign = new Anchor(path, new Span("‹"), name);
        sign.addClassName("work-back");
        sign.setAriaLabel(words);
        return sign;
    }
}
