package org.rlhfworkbench.ui.playground;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.ui.launching.Chat;
import org.rlhfworkbench.ui.launching.ChatSettings;
import org.rlhfworkbench.ui.launching.Chats;
import org.rlhfworkbench.ui.shell.Prose;

/** A conversation with one model. */
class ChatColumn extends Section {
    private final transient Chats chats;
    private final transient Supplier<ChatSettings> settings;
    private final Select<Model> choice = new Select<>();
    private final Div turns = new Div();
    private final Span status = new Span();
    private final List<Message> messages = new ArrayList<>();
    private transient @Nullable Chat current;

    ChatColumn(String label, List<Model> models, Chats chats, Supplier<ChatSettings> settings) {
        this.chats = chats;
        this.settings = settings;
        addClassName("chat");
        choice.setAriaLabel(label);
        choice.setItems(models);
        choice.setItemLabelGenerator(model -> model == null ? say("playground.nobody") : model.name());
        choice.addValueChangeListener(changed -> {
            setClassName("vacant", changed.getValue() == null);
            clear();
        });
        turns.addClassName("turns");
        turns.getElement().setAttribute("role", "log");
        status.addClassNames("dim", "small");
        status.getElement().setAttribute("role", "status");
        add(choice, turns);
    }

    void allowNobody() {
        choice.setEmptySelectionAllowed(true);
        choice.setEmptySelectionCaption(say("playground.nobody"));
        setClassName("vacant", chosen().isEmpty());
    }

    void choose(@Nullable Model model) {
        choice.setValue(model);
    }

    Optional<Model> chosen() {
        return choice.getOptionalValue();
    }

    void onChoice(Runnable changed) {
        choice.addValueChangeListener(event -> changed.run());
    }

    boolean isAnswering() {
        return current != null;
    }

    void clear() {
        stop();
        messages.clear();
        turns.removeAll();
        status.setText("");
    }

    void stop() {
        if (current != null) {
            current.cancel();
        }
    }

    /** Puts a message to the model and shows the answer while it is written. */
    void ask(String text, Runnable ended) {
        if (chosen().isEmpty()) {
            return;
        }
        messages.add(Message.user(text));
        Div question = new Div(text);
        question.addClassName("question");
        Prose answer = new Prose();
        turns.add(question, answer, status);
        answer.getElement().executeJs("this.parentElement.scrollTop = this.parentElement.scrollHeight");
        Model model = chosen().get();
        status.setText(say("playground.loading", model.name()));
        UI ui = UI.getCurrent();
        current = chats.ask(model, List.copyOf(messages), settings.get(), new Answer(ui, answer, ended));
    }

    /** Pieces come from another thread and faster than a browser cares for; what has gathered goes out together. */
    private final class Answer implements Chat.Listener {
        private final UI ui;
        private final Prose prose;
        private final Runnable ended;
        private final StringBuilder gathered = new StringBuilder();

        Answer(UI ui, Prose prose, Runnable ended) {
            this.ui = ui;
            this.prose = prose;
            this.ended = ended;
        }

        @Override
        public void begun() {
            ui.access(() -> status.setText(say("playground.writing")));
        }

        @Override
        public void text(String piece) {
            synchronized (gathered) {
                gathered.append(piece);
                if (gathered.length() > piece.length()) {
                    return;
                }
            }
            ui.access(this::showGathered);
        }

        private void showGathered() {
            String piece;
            synchronized (gathered) {
                piece = gathered.toString();
                gathered.setLength(0);
            }
            prose.append(piece);
            turns.getElement().executeJs("this.scrollTop = this.scrollHeight");
        }

        @Override
        public void end(String finishReason) {
            ui.access(() -> {
                showGathered();
                messages.add(Message.assistant(prose.markdown()));
                finish(say("playground.end-" + finishReason));
            });
        }

        @Override
        public void failed(String reason) {
            ui.access(() -> {
                showGathered();
                messages.removeLast();
                finish(reason.isEmpty() ? say("playground.failed") : say("playground.failed-because", reason));
            });
        }

        private void finish(String words) {
            current = null;
            status.setText(words);
            ended.run();
        }
    }
}
