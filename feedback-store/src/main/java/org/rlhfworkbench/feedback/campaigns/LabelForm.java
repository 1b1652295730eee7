package org.rlhfworkbench.feedback.campaigns;

import java.util.List;

/**
 * What a labeler is asked beside the order.
 *
 * @param ratings whether each output gets 1 to 7
 * @param strengths whether to ask how much better
 * @param flags yes-or-no questions on each output, such as {@code harmful}
 */
public record LabelForm(boolean ratings, boolean strengths, List<String> flags) {

    public static final LabelForm PLAIN = new LabelForm(false, false, List.of());

    public LabelForm {
        flags = List.copyOf(flags);
    }
}
