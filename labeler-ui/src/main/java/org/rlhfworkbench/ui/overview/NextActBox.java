package org.rlhfworkbench.ui.overview;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.progressbar.ProgressBar;
import org.rlhfworkbench.feedback.projects.Project;

/** The framed box on top of the overview. */
class NextActBox extends Section {
    NextActBox(Project project, Act act) {
        addClassName("next-act");
        setId("next-act-" + project.id());
        Paragraph facts = new Paragraph(act.facts());
        facts.addClassNames("num");
        Paragraph why = new Paragraph(act.why());
        why.addClassName("why");
        Div text = new Div(new H2(act.title()), facts, why);
        Div right = new Div(act.acts().toArray(Component[]::new));
        right.addClassName("acts");
        add(text, right);
        Double progress = act.progress();
        if (progress != null) {
            ProgressBar bar = new ProgressBar(0, 1, Math.max(0, progress));
            bar.setIndeterminate(progress < 0);
            add(bar);
        }
    }
}
