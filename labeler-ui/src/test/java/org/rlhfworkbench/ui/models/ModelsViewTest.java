package org.rlhfworkbench.ui.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.TextField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.OwnersProject;
import org.rlhfworkbench.ui.security.SignedInAs;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
class ModelsViewTest extends SpringBrowserlessTest {
    private static final String ADD = "Add a model";

    @Autowired
    OwnersProject owners;

    @Autowired
    Models models;

    @TempDir
    Path folder;

    @Test
    @SignedInAs(Role.OWNER)
    void an_owner_names_no_path_on_the_server() {
        open(owners.empty());

        assertThat($(Button.class).all()).extracting(Button::getText).doesNotContain(ADD);
    }

    @Test
    @SignedInAs(Role.ADMINISTRATOR)
    void an_administrator_adds_a_model_that_every_project_may_use() throws IOException {
        Path file = Files.writeString(folder.resolve("Brook-7.gguf"), "GGUF");
        Project project = owners.empty(Role.ADMINISTRATOR);
        open(project);

        press(ADD);
        TextField place = field("Where it lies on this server");
        test(place).setValue(folder.resolve("missing.gguf").toString());
        press(ADD);
        assertThat(place.isInvalid()).isTrue();

        test(place).setValue(file.toString());
        assertThat(field("Name").getValue()).isEqualTo("Brook-7");
        press(ADD);

        assertThat(models.usableBy(project.id()))
                .anySatisfy(model ->
                        assertThat(List.of(model.name(), model.folder())).containsExactly("Brook-7", file.toString()));
    }

    private TextField field(String label) {
        return $(TextField.class).all().stream()
                .filter(one -> label.equals(one.getLabel()))
                .findFirst()
                .orElseThrow();
    }

    /** The last one on the page: a dialog stands behind what it covers. */
    private void press(String text) {
        Button button = $(Button.class).all().stream()
                .filter(one -> text.equals(one.getText()))
                .reduce((one, other) -> other)
                .orElseThrow();
        test(button).click();
    }

    private void open(Project project) {
        navigate(ModelsView.class, Map.of("project", Long.toString(project.id())));
    }
}
