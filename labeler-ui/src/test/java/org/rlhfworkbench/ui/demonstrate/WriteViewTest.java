package org.rlhfworkbench.ui.demonstrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextArea;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.prompts.Prompt;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.LabelingFixtures;
import org.rlhfworkbench.ui.security.SignedInAs;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.PageRequest;

@ApplicationTest
@SignedInAs(Role.ADMINISTRATOR)
class WriteViewTest extends SpringBrowserlessTest {

    @Autowired
    LabelingFixtures fixtures;

    @Autowired
    Demonstrations demonstrations;

    private long project;

    @BeforeEach
    void aProject() {
        project = fixtures.project().id();
    }

    @Test
    void from_nothing_both_roles_are_written_and_become_a_demonstration() {
        navigate("projects/" + project + "/write/free", WriteView.class);
        type(0, "Tell me of owls.");
        test(button("write-add-assistant")).click();
        type(1, "Owls are awake at night.");

        test(button("write-save")).click();
        assertThat(demonstrations.search(project, "", 0, PageRequest.of(0, 9)))
                .singleElement()
                .satisfies(written -> assertThat(written.conversation().messages())
                        .containsExactly(
                                Message.user("Tell me of owls."), Message.assistant("Owls are awake at night.")));
    }

    @Test
    void what_is_typed_is_a_draft_on_the_server_at_once() {
        Prompt prompt = fixtures.prompt(project, "A story about a cat?");
        navigate("projects/" + project + "/write/" + prompt.id(), WriteView.class);
        type(0, "There was a c");

        navigate("projects/" + project + "/write/free", WriteView.class);
        navigate("projects/" + project + "/write/" + prompt.id(), WriteView.class);
        assertThat($(TextArea.class).single().getValue()).isEqualTo("There was a c");
    }

    @Test
    void a_refusal_stands_beside_the_button_and_the_text_stays() {
        navigate("projects/" + project + "/write/free", WriteView.class);
        type(0, "Tell me of owls.");
        test(button("write-save")).click();

        assertThat($(Div.class).withClassName("work-line").single().getElement().getTextRecursively())
                .contains("There is no assistant’s turn yet");
        assertThat($(TextArea.class).single().getValue()).isEqualTo("Tell me of owls.");
    }

    @Test
    void without_an_address_of_a_prompt_the_next_one_that_waits_opens() {
        Prompt prompt = fixtures.prompt(project, "A story about a cat?");
        UI.getCurrent().navigate("projects/" + project + "/write");

        assertThat(UI.getCurrent().getInternals().getActiveViewLocation().getPath())
                .isEqualTo("projects/" + project + "/write/" + prompt.id());
    }

    @Test
    void a_prompt_of_another_project_is_not_there() {
        Prompt elsewhere = fixtures.prompt(fixtures.project().id(), "A story about a cat?");
        UI.getCurrent().navigate("projects/" + project + "/write/" + elsewhere.id());

        assertThat(getCurrentView().getClass().getSimpleName()).isEqualTo("NotFoundView");
    }

    @Test
    void a_suggestion_grows_as_it_comes_and_is_taken_in_whole() {
        List<String> taken = new ArrayList<>();
        SuggestionPanel panel = new SuggestionPanel(
                new Fluent(),
                project,
                () -> List.of(Message.user("Hi")),
                (model, text) -> taken.add(model + ": " + text));
        UI.getCurrent().add(panel);
        assertThat($(Button.class).withClassName("write-insert").exists()).isFalse();

        test(button("write-suggest")).click();
        roundTrip();
        assertThat($(Div.class).withClassName("suggestion-text").single().getText())
                .isEqualTo("Hello there.");
        test(button("write-insert")).click();
        assertThat(taken).containsExactly("sft-1: Hello there.");
    }

    /** Answers at once, in two pieces. */
    private static final class Fluent implements Suggester {
        @Override
        public Optional<String> model(long projectId) {
            return Optional.of("sft-1");
        }

        @Override
        public Runnable ask(long projectId, List<Message> messages, Listener listener) {
            listener.text("Hello ");
            listener.text("there.");
            listener.end();
            return () -> {};
        }
    }

    private Button button(String className) {
        return $(Button.class).withClassName(className).single();
    }

    private void type(int turn, String text) {
        test($(TextArea.class).all().get(turn)).setValue(text);
    }
}
