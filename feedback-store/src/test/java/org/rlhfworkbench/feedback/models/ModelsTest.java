package org.rlhfworkbench.feedback.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.FeedbackException.AlreadyExists;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class ModelsTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    Models models;

    @Test
    void lineage_leads_from_the_base_to_the_tuned_policy_and_children_lead_back() {
        long project = fixtures.project().id();
        Model base = models.registerBase("stories-base", "models/stories-base");
        Model policy = register(project, "sft-1", ModelKind.POLICY, base, null);
        Model reward = register(project, "reward-1", ModelKind.REWARD, policy, null);
        Model tuned = register(project, "ppo-1", ModelKind.POLICY, policy, reward);

        assertThat(models.lineage(tuned.id())).containsExactly(base, policy, tuned);
        assertThat(models.children(policy.id())).containsExactly(reward, tuned);
        assertThat(models.children(reward.id())).containsExactly(tuned);
        assertThat(models.newest(project, ModelKind.POLICY)).contains(tuned);
        assertThat(models.usableBy(project)).containsExactly(base, policy, reward, tuned);
        assertThat(models.usableBy(fixtures.project().id())).containsExactly(base);
    }

    @Test
    void a_base_model_that_moved_keeps_its_identity() {
        Model before = models.registerBase("stories-base", "old/place");

        Model after = models.registerBase("stories-base", "new/place");

        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.folder()).isEqualTo("new/place");
    }

    @Test
    void a_name_is_given_once_a_project() {
        long project = fixtures.project().id();
        register(project, "sft-1", ModelKind.POLICY, null, null);

        assertThatThrownBy(() -> register(project, "sft-1", ModelKind.POLICY, null, null))
                .isInstanceOf(AlreadyExists.class);
        register(fixtures.project().id(), "sft-1", ModelKind.POLICY, null, null);
    }

    private Model register(long project, String name, ModelKind kind, @Nullable Model parent, @Nullable Model reward) {
        return models.register(new NewModel(
                project,
                name,
                kind,
                "runs/" + name,
                parent == null ? null : parent.id(),
                reward == null ? null : reward.id(),
                null,
                1));
    }
}
