package org.rlhfworkbench.ui.demonstrate;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.feedback.FeedbackException.DraftConflict;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.conversation.Role;
import org.rlhfworkbench.ui.labeling.Key;
import org.rlhfworkbench.ui.shell.Refusals;
import org.rlhfworkbench.ui.shell.Words;

/** The conversation with its editors, the suggestion beside it, and the bar that saves. */
class WritingBoard extends Div implements TurnEditor.Board {
    private final transient WritingDesk desk;
    private final transient Runnable next;
    private final List<TurnEditor> turns = new ArrayList<>();
    private final Div editors = new Div();
    private final Div line = new Div();
    private final Button save;

    /** @param next leads on when this one is finished or passed over */
    WritingBoard(WritingDesk desk, Suggester suggester, long projectId, Runnable next) {
        this.desk = desk;
        this.next = next;
        addClassName("write-board");
        Div conversation = new Div();
        conversation.addClassName("write-conversation");
        desk.given().forEach(message -> conversation.add(TurnEditor.given(message)));
        editors.addClassName("write-editors");
        conversation.add(editors, adders());
        SuggestionPanel suggestion = new SuggestionPanel(suggester, projectId, this::beforeTheAssistant, this::takeIn);
        Div columns = new Div(conversation, suggestion);
        columns.addClassName("write-columns");
        save = primary(say(desk.correcting() ? "write.save-correction" : "write.save"), "Ctrl ⏎");
        save.addClassName("write-save");
        save.addClickListener(pressed -> finish());
        add(columns, bar());
        show(desk.typed());
    }

    private Component adders() {
        Div adders = new Div(
                adder(Role.USER, "Alt U", "write-add-user"), adder(Role.ASSISTANT, "Alt A", "write-add-assistant"));
        adders.addClassName("write-adders");
        return adders;
    }

    private Button adder(Role role, String key, String className) {
        Button add = new Button(say("write.add-" + role.wireName()), pressed -> addTurn(new Message(role, "")));
        add.setSuffixComponent(new Key(key));
        add.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        add.addClassName(className);
        return add;
    }

    private static Button primary(String text, String key) {
        Button button = new Button(text);
        button.setSuffixComponent(new Key(key));
        button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        return button;
    }

    private Component bar() {
        line.addClassName("work-line");
        line.getElement().setAttribute("role", "status");
        Span saved = new Span();
        saved.addClassNames("write-saved", "dim");
        saved.getElement().setAttribute("role", "status");
        Span space = new Span();
        space.addClassName("grow");
        Footer bar = new Footer(line);
        bar.addClassName("work-bar");
        if (!desk.correcting()) {
            Button other = new Button(say("write.other"), pressed -> passOver());
            other.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
            other.addClassName("write-other");
            Button discard = new Button(say("write.discard"), pressed -> discard());
            discard.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
            bar.add(other, discard);
        }
        bar.add(space, saved, save);
        return bar;
    }

    private void show(List<Message> messages) {
        turns.clear();
        editors.removeAll();
        messages.forEach(this::append);
        turns.getLast().focus();
    }

    private TurnEditor append(Message message) {
        TurnEditor turn = new TurnEditor(message, this);
        turns.add(turn);
        editors.add(turn);
        return turn;
    }

    private void addTurn(Message message) {
        append(message).focus();
        changed();
    }

    private List<Message> typed() {
        return turns.stream().map(TurnEditor::message).collect(Collectors.toList());
    }

    @Override
    public void changed() {
        try {
            desk.keep(typed());
            tell();
            acknowledge();
        } catch (DraftConflict overtaken) {
            sayOvertaken();
        } catch (FeedbackException refusal) {
            tell(Refusals.words(refusal));
        }
    }

    /** The browser may forget its own copy of what the server now has. */
    private void acknowledge() {
        getElement().executeJs("this.keeper?.saved($0)", fingerprint(typed()));
    }

    /** Equal for equal turns; the browser computes the same from what it shows. */
    static int fingerprint(List<Message> messages) {
        return messages.stream()
                .map(message -> message.role().name() + message.content())
                .collect(Collectors.joining("\u0000"))
                .hashCode();
    }

    private void sayOvertaken() {
        tell(say("write.other-tab"));
        line.getChildren().findFirst().ifPresent(words -> {
            NativeButton take = new NativeButton(say("write.take-other"), pressed -> {
                desk.takeOther();
                show(desk.typed());
                tell();
                acknowledge();
            });
            take.addClassName("link");
            words.getElement().appendChild(take.getElement());
        });
    }

    @Override
    public void remove(TurnEditor turn) {
        int at = turns.indexOf(turn);
        turns.remove(turn);
        editors.remove(turn);
        desk.removed(at);
        if (turns.isEmpty()) {
            append(new Message(WritingDesk.nextRole(desk.given()), ""));
        }
        turns.get(Math.min(at, turns.size() - 1)).focus();
        changed();
    }

    private void finish() {
        try {
            desk.finish(typed());
            forgetCopy();
            next.run();
        } catch (FeedbackException refusal) {
            tell(Refusals.words(refusal));
            turns.stream()
                    .filter(turn -> turn.message().content().isBlank())
                    .findFirst()
                    .ifPresent(TurnEditor::focus);
        }
    }

    private void passOver() {
        if (turns.stream().allMatch(turn -> turn.message().content().isBlank())) {
            discard();
        } else {
            next.run();
        }
    }

    private void discard() {
        desk.discard();
        forgetCopy();
        next.run();
    }

    private void forgetCopy() {
        UI.getCurrent().getPage().executeJs("window.writing.forget($0)", desk.key());
    }

    /** The conversation up to the assistant's turn that a suggestion would fill; empty when there is nothing to answer. */
    private List<Message> beforeTheAssistant() {
        List<Message> typed = typed();
        if (!typed.isEmpty() && typed.getLast().role() == Role.ASSISTANT) {
            typed.removeLast();
        }
        List<Message> all = Stream.concat(desk.given().stream(), typed.stream())
                .filter(message -> !message.content().isBlank())
                .toList();
        return !all.isEmpty() && all.getLast().role() == Role.USER ? all : List.of();
    }

    private void takeIn(String model, String text) {
        if (turns.getLast().message().role() != Role.ASSISTANT) {
            append(new Message(Role.ASSISTANT, ""));
        }
        desk.suggested(turns.size() - 1, model, text);
        turns.getLast().takeIn(text);
    }

    private void tell(String... words) {
        line.removeAll();
        for (String each : words) {
            Paragraph said = new Paragraph(each + " ");
            said.addClassName("said-error");
            line.add(said);
        }
    }

    @Override
    protected void onAttach(AttachEvent event) {
        UI ui = event.getUI();
        ui.getPage().addJavaScript("context://write.js");
        getElement()
                .executeJs(
                        "window.writing.attach(this, $0, $1, $2)",
                        desk.key(),
                        fingerprint(typed()),
                        Words.beginningWith("write.word-"));
    }

    /** What this browser kept because the server had not acknowledged it. */
    @ClientCallable
    private void restore(List<Message> kept) {
        if (!kept.isEmpty()) {
            show(kept);
            changed();
        }
    }
}
