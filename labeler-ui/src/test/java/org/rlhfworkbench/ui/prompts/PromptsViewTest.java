package org.rlhfworkbench.ui.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.textfield.TextField;
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
class PromptsViewTest extends SpringBrowserlessTest {

    @Autowired
    OwnersProject owners;

    @Test
    void an_empty_list_says_what_prompts_are_for_and_how_to_get_some() {
        open(owners.empty());

        assertThat(Page.words()).contains("What will the models be asked?");
        assertThat($(Button.class).all()).extracting(Button::getText).contains("Import prompts.jsonl");
    }

    @Test
    void a_search_narrows_the_list_and_says_to_how_many() {
        open(owners.example());
        Grid<?> grid = $(Grid.class).single();
        int all = test(grid).size();

        test($(TextField.class).single()).setValue("duck");

        assertThat(test(grid).size()).isPositive().isLessThan(all);
        assertThat(Page.words()).contains(all + " prompts");
    }

    private void open(Project project) {
        navigate(PromptsView.class, Map.of("project", Long.toString(project.id())));
    }
}
