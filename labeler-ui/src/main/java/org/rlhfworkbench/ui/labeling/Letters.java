package org.rlhfworkbench.ui.labeling;

import java.util.List;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.labels.Label;

/** A, B, C …: the names of outputs, in the order that a person sees them. */
public final class Letters {
    private static final String ALL = "ABCDEFGHI";

    private Letters() {}

    public static String at(int place) {
        return ALL.substring(place, place + 1);
    }

    /** Where a letter stands, from 0; -1 for anything else. */
    public static int place(String letter) {
        return letter.length() == 1 ? ALL.indexOf(letter) : -1;
    }

    /** A label's order as its labeler saw it, such as {@code B › A = D › C}. */
    static String order(Label label) {
        List<String> shown = label.displayOrder();
        return label.judgement().groups().stream()
                .map(group -> group.stream()
                        .map(key -> at(shown.indexOf(key)))
                        .sorted()
                        .collect(Collectors.joining(" = ")))
                .collect(Collectors.joining(" › "));
    }
}
