package org.rlhfworkbench.ui.files;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.List;
import org.rlhfworkbench.feedback.BadLine;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import org.rlhfworkbench.ui.shell.Refusals;

/** Every line that kept a file from being imported, with what is wrong with it. */
final class BadLines extends Div {
    private static final int SHOWN = 500;

    BadLines(ImportRejected rejected) {
        addClassName("bad-lines");
        List<BadLine> lines = rejected.badLines();
        H3 title = new H3(say("import.rejected", rejected.file(), lines.size()));
        title.addClassName("bad");
        Paragraph help = new Paragraph(say("import.rejected-help"));
        help.addClassName("dim");
        UnorderedList list = new UnorderedList();
        lines.stream().limit(SHOWN).forEach(line -> list.add(item(line)));
        add(title, help, list);
        if (lines.size() > SHOWN) {
            add(new Span(say("import.more-bad-lines", lines.size() - SHOWN)));
        }
        getElement().setAttribute("role", "alert");
    }

    private static ListItem item(BadLine line) {
        Span number = new Span(line.line() == 0 ? say("import.whole-file") : say("import.line", line.line()));
        number.addClassNames("dim", "num");
        return new ListItem(number, new Span(Refusals.words(line)));
    }
}
