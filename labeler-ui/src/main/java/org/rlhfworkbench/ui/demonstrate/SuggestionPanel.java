package org.rlhfworkbench.ui.demonstrate;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.conversation.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the current model would say, on request, to be taken in and edited or passed over. */
class SuggestionPanel extends Section {
    private static final Logger log = LoggerFactory.getLogger(SuggestionPanel.class);

    /** Takes a suggestion in. */
    interface Taker {
        void take(String model, String text);
    }

    private final transient Suggester suggester;
    private final long projectId;
    private final transient Supplier<List<Message>> conversation;
    private final Paragraph lead = new Paragraph();
    private final Div text = new Div();
    private final Button ask = new Button(say("write.suggest"));
    private final Button insert = new Button(say("write.insert"));
    private final StringBuilder suggestion = new StringBuilder();
    private transient @Nullable Runnable cancel;
    private int asked;

    /** @param conversation what the model is to answer; empty when it is not the assistant's turn */
    SuggestionPanel(Suggester suggester, long projectId, Supplier<List<Message>> conversation, Taker taker) {
        this.suggester = suggester;
        this.projectId = projectId;
        this.conversation = conversation;
        addClassName("suggestion");
        lead.addClassName("dim");
        text.addClassNames("read", "suggestion-text");
        text.getElement().setAttribute("aria-live", "polite");
        ask.addClassName("write-suggest");
        ask.addClickListener(pressed -> ask());
        insert.addClassName("write-insert");
        insert.addClickListener(pressed -> {
            taker.take(
                    suggester.model(projectId).orElse(""), suggestion.toString().strip());
            show("", false);
        });
        Div acts = new Div(ask, insert);
        acts.addClassName("acts");
        add(new H2(say("write.suggestion")), lead, text, acts);
        boolean possible = suggester.model(projectId).isPresent();
        lead.setText(say(possible ? "write.suggestion-help" : "write.suggestion-none"));
        ask.setVisible(possible);
        show("", false);
    }

    private void ask() {
        stop();
        List<Message> messages = conversation.get();
        if (messages.isEmpty()) {
            lead.setText(say("write.suggestion-not-now"));
            lead.setVisible(true);
            return;
        }
        suggestion.setLength(0);
        show(say("write.suggestion-coming"), false);
        text.addClassName("is-coming");
        ask.setText(say("write.another"));
        UI ui = UI.getCurrent();
        int round = ++asked;
        cancel = suggester.ask(projectId, messages, new Suggester.Listener() {
            @Override
            public void text(String piece) {
                ui.access(() -> grown(round, piece));
            }

            @Override
            public void end() {
                ui.access(() -> finished(round));
            }

            @Override
            public void failed(String reason) {
                ui.access(() -> broken(round, reason));
            }
        });
    }

    private void grown(int round, String piece) {
        if (round == asked) {
            suggestion.append(piece);
            show(suggestion.toString(), false);
        }
    }

    private void finished(int round) {
        if (round == asked) {
            cancel = null;
            text.removeClassName("is-coming");
            boolean empty = suggestion.toString().isBlank();
            show(empty ? say("write.suggestion-empty") : suggestion.toString(), !empty);
        }
    }

    private void broken(int round, String reason) {
        if (round == asked) {
            cancel = null;
            text.removeClassName("is-coming");
            log.info("The model suggested nothing: {}", reason);
            show(say("write.suggestion-failed"), false);
        }
    }

    private void show(String words, boolean insertable) {
        text.setText(words);
        text.setVisible(!words.isEmpty());
        lead.setVisible(words.isEmpty());
        insert.setVisible(insertable);
    }

    private void stop() {
        if (cancel != null) {
            cancel.run();
            cancel = null;
        }
    }

    @Override
    protected void onDetach(DetachEvent event) {
        stop();
        asked++;
    }
}
