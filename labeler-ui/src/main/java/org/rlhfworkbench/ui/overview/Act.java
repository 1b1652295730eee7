package org.rlhfworkbench.ui.overview;

import com.vaadin.flow.component.Component;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next act in words, with what does it.
 *
 * @param facts what it rests on
 * @param why what it is good for, for whoever walks the loop for the first time
 * @param progress between 0 and 1, negative while unknown; null when nothing is under way
 * @param acts the quiet ones first, at most one primary
 */
record Act(String title, String facts, String why, @Nullable Double progress, List<Component> acts) {
    Act {
        acts = List.copyOf(acts);
    }

    static Act of(String title, String facts, String why, Component... acts) {
        return new Act(title, facts, why, null, List.of(acts));
    }
}
