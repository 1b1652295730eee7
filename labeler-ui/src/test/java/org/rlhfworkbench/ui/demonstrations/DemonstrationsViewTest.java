package org.rlhfworkbench.ui.demonstrations;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.OwnersProject;
import org.rlhfworkbench.ui.Page;
import org.rlhfworkbench.ui.security.SignedInAs;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
@SignedInAs(Role.OWNER)
class DemonstrationsViewTest extends SpringBrowserlessTest {

    @Autowired
    OwnersProject owners;

    @Test
    void an_empty_list_says_what_a_demonstration_is() {
        open(owners.empty());

        assertThat(Page.words()).contains("Show the model what you want");
    }

    @Test
    void what_was_written_is_listed_and_leaves_in_two_forms() {
        open(owners.example());

        assertThat(test($(Grid.class).single()).size()).isGreaterThanOrEqualTo(40);
        assertThat($(Anchor.class).all())
                .extracting(Anchor::getText)
                .contains("Export", "For LLaMA-Factory", "Write one");
    }

    private void open(Project project) {
        navigate(DemonstrationsView.class, Map.of("project", Long.toString(project.id())));
    }
}
