package org.rlhfworkbench.ui.demonstrations;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Html;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.ui.markdown.Markdown;

/** A conversation to read: who speaks in small letters, what is said in large ones. */
public final class Turns extends Div {
    public Turns(Conversation conversation) {
        addClassName("turns-read");
        for (Message message : conversation.messages()) {
            Span role = new Span(say("turns." + message.role().wireName()));
            role.addClassName("dim");
            Div turn = new Div(role, new Html("<div class=\"read\">" + Markdown.html(message.content()) + "</div>"));
            turn.addClassName("turn");
            add(turn);
        }
    }
}
