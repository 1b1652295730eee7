package org.rlhfworkbench.ui.projects;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.textfield.TextField;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.projects.MemberRole;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.OwnersProject;
import org.rlhfworkbench.ui.security.SignedInAs;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
@SignedInAs(Role.OWNER)
class SettingsViewTest extends SpringBrowserlessTest {

    @Autowired
    OwnersProject owners;

    @Autowired
    Projects projects;

    @Autowired
    People people;

    private Project project;

    @BeforeEach
    void aProject() {
        project = owners.empty();
    }

    @Test
    void somebody_who_is_added_labels_here() {
        Person ann =
                people.create("settings-ann", "Ann", EnumSet.of(Role.LABELER)).person();
        open();

        ComboBox<Person> choice = $(ComboBox.class).single();
        choice.setValue(ann);
        test(button("Add to the project")).click();

        assertThat(projects.roleOf(project.id(), ann)).contains(MemberRole.LABELER);
    }

    @Test
    void the_last_owner_cannot_be_removed() {
        open();

        test(button("Remove")).click();

        assertThat(projects.members(project.id())).hasSize(1);
    }

    @Test
    void a_name_that_is_taken_is_said_beside_the_field() {
        Project other = owners.empty();
        open();
        TextField name = $(TextField.class).single();

        test(name).setValue(other.name());
        test(button("Save")).click();

        assertThat(name.isInvalid()).isTrue();
        assertThat(name.getErrorMessage()).contains("There is already a project", other.name());
    }

    private Button button(String text) {
        return $(Button.class).withText(text).first();
    }

    private void open() {
        navigate(SettingsView.class, Map.of("project", Long.toString(project.id())));
    }
}
