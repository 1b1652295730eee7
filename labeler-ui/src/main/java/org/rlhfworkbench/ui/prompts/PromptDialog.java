package org.rlhfworkbench.ui.prompts;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import java.util.List;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.prompts.Prompt;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.rlhfworkbench.ui.demonstrations.Turns;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.Facts;
import org.rlhfworkbench.ui.shell.Notices;
import org.rlhfworkbench.ui.shell.Paths;

/** One prompt in full. */
class PromptDialog extends Dialog {
    PromptDialog(Project project, Prompt prompt, Prompts prompts, Runnable changed) {
        setHeaderTitle(prompt.key());
        setWidth("min(44rem, 100vw)");
        Facts facts = new Facts();
        if (!prompt.tags().isEmpty()) {
            facts.add(say("prompts.tags"), String.join(", ", prompt.tags()));
        }
        if (prompt.duplicateOf() != null) {
            facts.add(say("prompts.repeated"), say("prompts.repeats", prompt.duplicateOf()));
        }
        facts.add(say("prompts.since"), Amounts.ago(prompt.createdAt()));
        Div content = new Div(new Turns(prompt.conversation()), facts);
        content.addClassName("dialog-reading");
        add(content);
        Button archive = new Button(say(prompt.archived() ? "prompts.restore" : "prompts.archive"), pressed -> {
            prompts.setArchived(List.of(prompt.id()), !prompt.archived());
            close();
            changed.run();
            Notices.done(say(prompt.archived() ? "prompts.restored" : "prompts.archived", prompt.key()));
        });
        Anchor write = new Anchor(Paths.in(project.id(), Paths.WRITE, prompt.id()), say("prompts.write"));
        write.addClassNames("button", "primary");
        write.setVisible(!prompt.archived());
        getFooter().add(archive, write);
        setCloseOnOutsideClick(true);
    }
}
