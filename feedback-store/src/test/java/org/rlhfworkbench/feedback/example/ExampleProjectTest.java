package org.rlhfworkbench.feedback.example;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class ExampleProjectTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    ExampleProject example;

    @Autowired
    Prompts prompts;

    @Autowired
    Demonstrations demonstrations;

    @Test
    void it_has_enough_of_both_to_begin_with() {
        Project project = example.create("Example", "", fixtures.labeler("ann").id());

        assertThat(prompts.count(project.id())).isGreaterThanOrEqualTo(60);
        assertThat(demonstrations.count(project.id())).isGreaterThanOrEqualTo(40);
    }
}
