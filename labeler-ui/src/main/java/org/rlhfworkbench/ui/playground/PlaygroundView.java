package org.rlhfworkbench.ui.playground;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.messages.MessageInput;
import com.vaadin.flow.component.messages.MessageInputI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.launching.Chats;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

/** Two columns, one box to write in under both. */
@Route(value = Paths.PLAYGROUND, layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class PlaygroundView extends ProjectPage {
    private static final String LEFT = "left";
    private static final String RIGHT = "right";

    private final transient Models models;
    private final transient Chats chats;
    private final Button stop = new Button(say("playground.stop"));
    private @Nullable ChatColumn left;
    private @Nullable ChatColumn right;

    PlaygroundView(Projects projects, SignedIn signedIn, Models models, Chats chats) {
        super(projects, signedIn);
        this.models = models;
        this.chats = chats;
        addClassName("playground");
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        setTitle(say("page.playground"), project);
        stopAll();
        removeAll();
        List<Model> talkers = models.usableBy(project.id()).reversed().stream()
                .filter(model -> model.kind() != ModelKind.REWARD)
                .toList();
        if (talkers.isEmpty()) {
            add(new EmptyState(say("playground.empty"), say("playground.empty-help")));
            return;
        }
        DecodingSettings decoding = new DecodingSettings();
        ChatColumn one = new ChatColumn(say("playground.left"), talkers, chats, decoding::value);
        ChatColumn other = new ChatColumn(say("playground.right"), talkers, chats, decoding::value);
        other.allowNobody();
        QueryParameters asked = event.getLocation().getQueryParameters();
        one.choose(named(asked, LEFT, talkers).orElse(talkers.getFirst()));
        other.choose(named(asked, RIGHT, talkers).orElse(null));
        one.onChoice(() -> keepInAddress(project));
        other.onChoice(() -> keepInAddress(project));
        left = one;
        right = other;
        Button anew = new Button(say("playground.new"), pressed -> columns().forEach(ChatColumn::clear));
        stop.addClickListener(pressed -> stopAll());
        stop.setVisible(false);
        Div columns = new Div(one, other);
        columns.addClassName("chat-columns");
        Div foot = new Div(input(), decoding);
        foot.addClassName("chat-foot");
        add(new PageHeader(say("page.playground"), "", stop, anew), columns, foot);
    }

    private MessageInput input() {
        MessageInput input = new MessageInput(sent -> ask(sent.getValue()));
        input.setI18n(
                new MessageInputI18n().setMessage(say("playground.message")).setSend(say("playground.send")));
        return input;
    }

    private void ask(String text) {
        if (text.isBlank() || columns().anyMatch(ChatColumn::isAnswering)) {
            return;
        }
        stop.setVisible(true);
        columns()
                .forEach(column ->
                        column.ask(text.strip(), () -> stop.setVisible(columns().anyMatch(ChatColumn::isAnswering))));
    }

    private Stream<ChatColumn> columns() {
        return Stream.of(Optional.ofNullable(left), Optional.ofNullable(right)).flatMap(Optional::stream);
    }

    private void stopAll() {
        columns().forEach(ChatColumn::stop);
    }

    private void keepInAddress(Project project) {
        Map<String, String> chosen = new HashMap<>();
        Optional.ofNullable(left).flatMap(ChatColumn::chosen).ifPresent(m -> chosen.put(LEFT, Long.toString(m.id())));
        Optional.ofNullable(right).flatMap(ChatColumn::chosen).ifPresent(m -> chosen.put(RIGHT, Long.toString(m.id())));
        UI.getCurrent()
                .getPage()
                .getHistory()
                .replaceState(
                        null,
                        Paths.in(project.id(), Paths.PLAYGROUND) + "?"
                                + QueryParameters.simple(chosen).getQueryString());
    }

    private static Optional<Model> named(QueryParameters parameters, String side, List<Model> talkers) {
        return parameters
                .getSingleParameter(side)
                .flatMap(id -> talkers.stream()
                        .filter(model -> Long.toString(model.id()).equals(id))
                        .findFirst());
    }

    @Override
    protected void onDetach(DetachEvent detached) {
        stopAll();
    }
}
