package org.rlhfworkbench.ui.demonstrate;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Html;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.conversation.Role;
import org.rlhfworkbench.ui.markdown.Markdown;

/** One turn that is being written; its preview stands beside it where there is room. */
class TurnEditor extends Section {
    private static final int LAZY_MILLIS = 300;

    /** What the board does when something happens here. */
    interface Board {
        void changed();

        void remove(TurnEditor turn);
    }

    private final Role role;
    private final TextArea text = new TextArea();
    private final Div preview = new Div();

    TurnEditor(Message message, Board board) {
        role = message.role();
        String name = say("write.role-" + role.wireName());
        addClassName("turn-editor");
        getElement().setAttribute("data-role", role.name());
        text.setValue(message.content());
        text.setAriaLabel(name);
        text.setPlaceholder(say("write.placeholder-" + role.wireName()));
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.setValueChangeTimeout(LAZY_MILLIS);
        text.addValueChangeListener(changed -> {
            showPreview();
            board.changed();
        });
        NativeButton remove = new NativeButton(say("write.remove"), pressed -> board.remove(this));
        remove.addClassNames("link", "turn-remove");
        preview.addClassNames("read", "turn-preview");
        preview.getElement().setAttribute("aria-hidden", "true");
        Div columns = new Div(text, preview);
        columns.addClassName("turn-columns");
        add(new Header(new H2(name), remove), columns);
        showPreview();
    }

    /** A turn that was given and is only read. */
    static Section given(Message message) {
        Html html = new Html("<div class='read'>" + Markdown.html(message.content()) + "</div>");
        Section turn = new Section(new H2(say("write.role-" + message.role().wireName())), html);
        turn.addClassName("turn-given");
        return turn;
    }

    private void showPreview() {
        preview.removeAll();
        preview.add(new Html("<div>" + Markdown.html(text.getValue()) + "</div>"));
    }

    Message message() {
        return new Message(role, text.getValue());
    }

    /** Fills an empty turn, or adds a paragraph. */
    void takeIn(String words) {
        String before = text.getValue().strip();
        text.setValue(before.isEmpty() ? words : before + "\n\n" + words);
        text.focus();
    }

    void focus() {
        text.focus();
    }
}
