package org.rlhfworkbench.ui.demonstrate;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Optional;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.demonstrations.Demonstration;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.prompts.Prompt;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.rlhfworkbench.ui.labeling.Back;
import org.rlhfworkbench.ui.labeling.SidePanel;
import org.rlhfworkbench.ui.labeling.WorkHeader;
import org.rlhfworkbench.ui.labeling.WorkPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.Paths;
import org.springframework.data.domain.PageRequest;

/** Writes a demonstration: for the next prompt that has none, for a given prompt, from nothing, or as a correction. */
@Route(Paths.WRITE + "/:prompt?")
@RouteAlias(Paths.WRITE + "/again/:demonstration")
@PermitAll
@StyleSheet("context://labeling.css")
class WriteView extends WorkPage {
    private final transient Demonstrations demonstrations;
    private final transient Prompts prompts;
    private final transient Suggester suggester;

    WriteView(
            Projects projects, SignedIn signedIn, Demonstrations demonstrations, Prompts prompts, Suggester suggester) {
        super(projects, signedIn);
        this.demonstrations = demonstrations;
        this.prompts = prompts;
        this.suggester = suggester;
        addClassName("write");
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        nameTab(say("write.title", project.name()));
        removeAll();
        Optional<Long> again = event.getRouteParameters().getLong("demonstration");
        Optional<String> prompt = event.getRouteParameters().get("prompt");
        if (again.isPresent()) {
            open(project, correction(project, again.get()));
        } else if (prompt.isEmpty()) {
            demonstrations
                    .nextPrompt(project.id(), personId(), 0)
                    .ifPresentOrElse(
                            found -> event.forwardTo(Paths.in(project.id(), Paths.WRITE, found.id())),
                            () -> showNothingLeft(project));
        } else if (prompt.get().equals(Paths.FREE)) {
            open(project, WritingDesk.open(demonstrations, project.id(), null, List.of(), personId()));
        } else {
            Prompt found = event.getRouteParameters()
                    .getLong("prompt")
                    .flatMap(prompts::find)
                    .filter(each -> each.projectId() == project.id())
                    .orElseThrow(NotFoundException::new);
            List<Message> given = found.conversation().messages();
            open(project, WritingDesk.open(demonstrations, project.id(), found.id(), given, personId()));
        }
    }

    private WritingDesk correction(Project project, long demonstrationId) {
        Demonstration finished = demonstrations
                .find(demonstrationId)
                .filter(each -> each.projectId() == project.id() && each.latest())
                .filter(each -> Long.valueOf(personId()).equals(each.authorId()) || owns(project))
                .orElseThrow(NotFoundException::new);
        List<Message> given = Optional.ofNullable(finished.promptId())
                .flatMap(prompts::find)
                .map(prompt -> prompt.conversation().messages())
                .orElse(List.of());
        return WritingDesk.correct(demonstrations, finished, given, personId());
    }

    private void open(Project project, WritingDesk desk) {
        WorkHeader header = header(project);
        long mine = demonstrations
                .search(project.id(), "", personId(), PageRequest.of(0, 1))
                .getTotalElements();
        header.setCounts(say("write.counts", mine, demonstrations.promptsLeft(project.id(), personId())));
        add(
                header,
                new WritingBoard(desk, suggester, project.id(), () -> goOn(project, desk)),
                SidePanel.help(List.of(say("write.keys").split("; "))));
    }

    private Back back(Project project) {
        return back(
                project,
                new Back(
                        Paths.in(project.id(), Paths.DEMONSTRATIONS),
                        say("page.demonstrations"),
                        say("labeling.to-demonstrations")));
    }

    private WorkHeader header(Project project) {
        return new WorkHeader(
                back(project),
                project.name(),
                say("write.kind"),
                WorkHeader.opener(say("labeling.help"), "?", "show-help"));
    }

    private static void goOn(Project project, WritingDesk desk) {
        UI ui = UI.getCurrent();
        if (desk.correcting()) {
            ui.navigate(Paths.HISTORY);
        } else {
            ui.navigate(desk.next()
                    .map(prompt -> Paths.in(project.id(), Paths.WRITE, prompt))
                    .orElseGet(() -> Paths.in(project.id(), Paths.WRITE)));
        }
    }

    private void showNothingLeft(Project project) {
        EmptyState empty = new EmptyState(
                say("write.nothing-left"),
                say("write.nothing-left-help"),
                new Anchor(Paths.in(project.id(), Paths.WRITE, Paths.FREE), say("write.free")),
                back(project).link());
        empty.addClassName("work-empty");
        add(header(project), empty, SidePanel.help(List.of(say("write.keys").split("; "))));
    }
}
