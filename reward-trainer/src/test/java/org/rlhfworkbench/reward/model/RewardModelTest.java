package org.rlhfworkbench.reward.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.model.AdapterSettings;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.reward.SharedData;
import org.rlhfworkbench.reward.TinyModel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RewardModelTest {

    private static final List<int[]> ROWS =
            List.of(new int[] {4, 5, 6, 3}, new int[] {9, 3}, new int[] {7, 7, 7, 7, 7, 8, 3});

    @TempDir
    Path folder;

    @Test
    void scores_equal_those_that_transformers_computes() {
        JsonNode reference = SharedData.json("models/tiny/llama-reward/reference.json");
        List<int[]> rows = new ArrayList<>();
        for (int i = 0; i < reference.get("input_ids").size(); i++) {
            int[] tokens = ints(reference.get("input_ids").get(i));
            rows.add(Arrays.copyOf(
                    tokens,
                    Arrays.stream(ints(reference.get("attention_mask").get(i))).sum()));
        }
        try (RewardModel model = RewardModel.load(SharedData.path("models/tiny/llama-reward"), Device.cpu())) {
            float[] scores = model.score(rows, 3);
            for (int i = 0; i < scores.length; i++) {
                assertThat((double) scores[i])
                        .isCloseTo(reference.get("scores").get(i).asDouble(), within(1e-4));
            }
        }
    }

    @Test
    void a_score_does_not_depend_on_the_rows_beside_it() {
        try (RewardModel model = tiny(1)) {
            assertThat(model.score(ROWS, 3)).containsExactly(model.score(ROWS, 1), within(1e-5f));
        }
    }

    @Test
    void normalised_scores_have_mean_zero_and_variance_one_and_survive_saving() {
        try (RewardModel model = tiny(2)) {
            float[] raw = model.score(ROWS, 3);
            double mean = (raw[0] + raw[1] + raw[2]) / 3;
            double variance = 0;
            for (float score : raw) {
                variance += (score - mean) * (score - mean) / 3;
            }
            model.normalise(mean, Math.sqrt(variance));
            float[] normalised = model.score(ROWS, 3);
            assertThat((normalised[0] + normalised[1] + normalised[2]) / 3).isCloseTo(0, within(1e-5f));
            assertThat(normalised[0] * normalised[0] + normalised[1] * normalised[1] + normalised[2] * normalised[2])
                    .isCloseTo(3, within(1e-3f));
            model.save(folder.resolve("saved"));
            try (RewardModel again = RewardModel.load(folder.resolve("saved"), Device.cpu())) {
                assertThat(again.score(ROWS, 3)).containsExactly(normalised);
            }
        }
    }

    @Test
    void an_adapter_with_a_head_is_saved_in_the_layout_of_peft_and_scores_the_same_alone_beside_a_policy_and_merged() {
        Path base = folder.resolve("base");
        try (LanguageModel model = TinyModel.create(folder, 5)) {
            model.save(base);
        }
        LanguageModel loaded = LanguageModel.load(base, Device.cpu());
        try (LanguageModel policy = loaded.adapted(new AdapterSettings(2, 4, List.of("q_proj", "down_proj")), 1);
                RewardModel model = RewardModel.on(policy, 6)) {
            model.normalise(0.25, 2);
            float[] expected = model.score(ROWS, 3);
            model.save(folder.resolve("adapter"));
            JsonNode config = JsonMapper.shared()
                    .readTree(folder.resolve("adapter/adapter_config.json").toFile());
            assertThat(config.get("task_type").asString()).isEqualTo("SEQ_CLS");
            assertThat(config.get("modules_to_save").get(0).asString()).isEqualTo("score");
            try (RewardModel alone = RewardModel.load(folder.resolve("adapter"), Device.cpu());
                    RewardModel beside = RewardModel.load(folder.resolve("adapter"), policy);
                    LanguageModel merged = alone.trunk().merged()) {
                assertThat(alone.score(ROWS, 3)).containsExactly(expected);
                assertThat(beside.score(ROWS, 3)).containsExactly(expected);
                assertThat(beside.trunk().weights()).isSameAs(policy.weights());
                merged.save(folder.resolve("merged"));
            }
            try (RewardModel whole = RewardModel.load(folder.resolve("merged"), Device.cpu())) {
                assertThat(whole.score(ROWS, 3)).containsExactly(expected);
            }
        }
    }

    @Test
    void the_saved_configuration_is_that_of_a_sequence_classification_model_with_one_label() {
        try (RewardModel model = tiny(3)) {
            model.save(folder.resolve("saved"));
        }
        JsonNode config =
                JsonMapper.shared().readTree(folder.resolve("saved/config.json").toFile());
        assertThat(config.get("architectures").get(0).asString()).isEqualTo("LlamaForSequenceClassification");
        assertThat(config.get("id2label").size()).isEqualTo(1);
        assertThat(config.get("num_labels").asInt()).isEqualTo(1);
        assertThat(config.has("pad_token_id")).isTrue();
    }

    @Test
    void a_fresh_head_has_the_deviation_of_the_papers() {
        try (RewardModel model = tiny(4)) {
            float[] head = model.trunk().weights().get("score.weight").toFloatArray();
            double square = 0;
            for (float weight : head) {
                square += weight * weight / head.length;
            }
            assertThat(square * (head.length + 1)).isBetween(0.3, 2.5);
        }
    }

    @Test
    void a_language_model_is_refused_with_the_way_out() {
        Path plain = folder.resolve("plain");
        try (LanguageModel model = TinyModel.create(folder, 5)) {
            model.save(plain);
        }
        assertThatThrownBy(() -> RewardModel.load(plain, Device.cpu()))
                .isInstanceOf(BadCheckpoint.class)
                .hasMessageContaining("no reward model")
                .hasMessageContaining("workbench reward");
    }

    private RewardModel tiny(long seed) {
        try (LanguageModel model = TinyModel.create(folder, seed)) {
            return RewardModel.on(model, seed);
        }
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }
}
