package org.rlhfworkbench.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlhfworkbench.lm.SharedData;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.training.LanguageModelLoss;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AdapterTest {

    private static final int[] TOKENS =
            IntStream.range(0, 14).map(i -> 5 + 7 * i).toArray();
    private static final AdapterSettings EVERYWHERE = new AdapterSettings(3, 6, List.of());
    private static final String DOWN = "base_model.model.model.layers.1.mlp.down_proj.lora_A.weight";
    private static final String UP = "base_model.model.model.layers.0.self_attn.v_proj.lora_B.weight";

    @TempDir
    Path folder;

    private Path base = Path.of("");

    @BeforeEach
    void write() {
        base = TinyModel.write(folder.resolve("base"), 7);
    }

    @Test
    void a_fresh_adapter_changes_nothing() {
        try (LanguageModel plain = load(base);
                LanguageModel adapted = load(base).adapted(EVERYWHERE, 1)) {
            assertThat(logProbs(adapted)).isEqualTo(logProbs(plain));
        }
    }

    @Test
    void a_fresh_adapter_is_drawn_as_peft_draws_it() {
        try (LanguageModel adapted = load(base).adapted(EVERYWHERE, 1)) {
            float[] down = adapted.trainable().get(DOWN).toFloatArray();
            assertThat(adapted.trainable().get(DOWN).getShape()).isEqualTo(new Shape(3, 32));
            double bound = 1 / Math.sqrt(32);
            for (float value : down) {
                assertThat((double) value).isBetween(-bound, bound);
            }
            assertThat(IntStream.range(0, down.length)
                            .mapToDouble(i -> down[i] * down[i])
                            .average()
                            .orElseThrow())
                    .isCloseTo(bound * bound / 3, within(0.2 * bound * bound / 3));
            assertThat(adapted.trainable().get(UP).toFloatArray()).containsOnly(0);
        }
    }

    /** Rows of one matrix, transposed, and by head: what a family's files keep differently from the decoder. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "qwen2", "qwen3", "gpt-neox", "mistral-sliding"})
    void in_every_family_an_adapter_on_all_linear_layers_is_written_read_and_merged(String name) {
        Path family = SharedData.path("models/tiny/" + name);
        float[] expected;
        int[] drawn;
        try (LanguageModel adapted = load(family).adapted(EVERYWHERE, 1)) {
            assertThat(adapted.trainable().names()).hasSizeGreaterThanOrEqualTo(2 * 4 * 2);
            disturb(adapted, 2);
            expected = logProbs(adapted);
            drawn = greedy(adapted);
            adapted.save(folder.resolve("adapter"));
            try (LanguageModel merged = adapted.merged()) {
                assertClose(logProbs(merged), expected);
                merged.save(folder.resolve("merged"));
            }
        }
        try (LanguageModel plain = load(family);
                LanguageModel read = load(folder.resolve("adapter"));
                LanguageModel merged = load(folder.resolve("merged"))) {
            assertThat(logProbs(read)).isEqualTo(expected).isNotEqualTo(logProbs(plain));
            assertClose(logProbs(merged), expected);
            assertThat(greedy(read)).isEqualTo(drawn);
            assertThat(greedy(merged)).isEqualTo(drawn);
        }
    }

    @Test
    void an_adapter_on_the_output_layer_computes_what_its_merged_model_does() {
        Path family = SharedData.path("models/tiny/llama");
        try (LanguageModel adapted = load(family).adapted(new AdapterSettings(2, 4, List.of("lm_head", "q_proj")), 1)) {
            disturb(adapted, 3);
            try (LanguageModel merged = adapted.merged()) {
                assertClose(logProbs(adapted), logProbs(merged));
                assertThat(greedy(adapted)).isEqualTo(greedy(merged));
            }
        }
    }

    @Test
    void gradients_flow_to_the_adapter_alone_and_are_the_slope_of_the_loss() {
        try (LanguageModel adapted = load(base).adapted(EVERYWHERE, 1);
                NDManager scope = adapted.manager().newSubManager()) {
            disturb(adapted, 4);
            adapted.trainable().requireGradients();
            try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
                TokenBatch batch = TokenBatch.rightPadded(scope, List.of(TOKENS), 1);
                NDArray logProbs = LanguageModelLoss.tokenLogProbs(adapted.transformer(), batch, 1);
                gradients.backward(LanguageModelLoss.of(logProbs, scope.ones(logProbs.getShape()), TOKENS.length - 1));
            }
            adapted.weights()
                    .asMap()
                    .values()
                    .forEach(weight -> assertThat(weight.hasGradient()).isFalse());
            try (LanguageModel merged = adapted.merged()) {
                NaiveTransformer naive = new NaiveTransformer(merged.config(), merged.weights());
                for (Adapter.Pair pair : new Adapter.Pair[] {pair(adapted, "q_proj"), pair(adapted, "up_proj")}) {
                    assertSlopes(naive, pair);
                }
            }
        }
    }

    /** Moves one number of A and one of B, and with it the row or the column of the merged weight that it changes. */
    private static void assertSlopes(NaiveTransformer naive, Adapter.Pair pair) {
        int inputs = (int) pair.layer().inputs();
        int rank = 3;
        float[] down = pair.down().toFloatArray();
        float[] up = pair.up().toFloatArray();
        int first = (int) pair.layer().firstRow();
        Consumer<Double> alongUp = step -> {
            double[] weight = naive.weight(pair.layer().name());
            for (int i = 0; i < inputs; i++) {
                weight[(first + 2) * inputs + i] += step * pair.scale() * down[inputs + i];
            }
        };
        Consumer<Double> alongDown = step -> {
            double[] weight = naive.weight(pair.layer().name());
            for (int row = 0; row < pair.layer().rows(); row++) {
                weight[(first + row) * inputs + 5] += step * pair.scale() * up[row * rank + 1];
            }
        };
        assertThat((double) pair.up().getGradient().getFloat(2, 1)).isCloseTo(slope(naive, alongUp), within(1e-4));
        assertThat((double) pair.down().getGradient().getFloat(1, 5)).isCloseTo(slope(naive, alongDown), within(1e-4));
    }

    private static double slope(NaiveTransformer naive, Consumer<Double> move) {
        move.accept(1e-5);
        double above = naive.loss(TOKENS);
        move.accept(-2e-5);
        double below = naive.loss(TOKENS);
        move.accept(1e-5);
        return (above - below) / 2e-5;
    }

    @Test
    void the_reference_of_an_adapted_model_is_the_base_and_shares_its_weights() {
        try (LanguageModel plain = load(base);
                LanguageModel adapted = load(base).adapted(EVERYWHERE, 1);
                LanguageModel reference = adapted.reference()) {
            disturb(adapted, 5);
            assertThat(logProbs(reference)).isEqualTo(logProbs(plain)).isNotEqualTo(logProbs(adapted));
            assertThat(reference.weights()).isSameAs(adapted.weights());
        }
    }

    @Test
    void the_reference_of_a_trained_adapter_keeps_it_as_it_was() {
        save(adapted -> disturb(adapted, 6));
        try (LanguageModel adapted = load(folder.resolve("adapter"));
                LanguageModel reference = adapted.reference()) {
            float[] before = logProbs(adapted);
            disturb(adapted, 7);
            assertThat(logProbs(reference)).isEqualTo(before).isNotEqualTo(logProbs(adapted));
            assertThat(reference.weights()).isSameAs(adapted.weights());
        }
    }

    @Test
    void two_adapters_on_one_base_read_one_copy_of_it() {
        save(adapted -> disturb(adapted, 8));
        Path other = folder.resolve("other");
        try (LanguageModel adapted = load(base).adapted(EVERYWHERE, 2)) {
            adapted.save(other);
            try (LanguageModel beside = LanguageModel.load(folder.resolve("adapter"), adapted);
                    LanguageModel alone = load(folder.resolve("adapter"))) {
                assertThat(beside.weights()).isSameAs(adapted.weights());
                assertThat(logProbs(beside)).isEqualTo(logProbs(alone));
            }
            assertThat(logProbs(adapted)).hasSize(TOKENS.length - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 0.4", "0, 2, 4", "2, 4, 2"})
    void patterns_give_layers_a_rank_and_an_alpha_of_their_own(int layer, int rank, double scale) {
        ObjectNode json = config();
        json.put("r", 4).put("lora_alpha", 8);
        json.putObject("rank_pattern").put("layers.1.self_attn.q_proj", 5).put("layers\\.0\\..*", 2);
        json.putObject("alpha_pattern").put("1.self_attn.q_proj", 2);
        AdapterConfig config = new AdapterConfig(json, "a file");
        String module = "model.layers." + layer + ".self_attn.q_proj";
        assertThat(config.rank(module)).isEqualTo(rank);
        assertThat(config.scale(module)).isCloseTo(scale, within(1e-12));
    }

    @Test
    void with_rank_stabilised_scaling_alpha_is_divided_by_the_root_of_the_rank() {
        AdapterConfig config = new AdapterConfig(config().put("r", 16).put("use_rslora", true), "a file");
        assertThat(config.scale("model.layers.0.mlp.up_proj")).isCloseTo(6.0 / 4, within(1e-12));
    }

    @Test
    void layers_are_chosen_by_the_end_of_their_names_by_an_expression_and_by_their_number() {
        ObjectNode json = config();
        json.putArray("target_modules").add("q_proj").add("mlp.up_proj");
        json.putArray("layers_to_transform").add(1);
        AdapterConfig listed = new AdapterConfig(json, "a file");
        assertThat(listed.adapts("model.layers.1.self_attn.q_proj", false)).isTrue();
        assertThat(listed.adapts("model.layers.1.mlp.up_proj", false)).isTrue();
        assertThat(listed.adapts("model.layers.11.self_attn.q_proj", false)).isFalse();
        assertThat(listed.adapts("model.layers.1.self_attn.k_proj", false)).isFalse();
        json = config().put("target_modules", ".*\\.[qk]_proj").put("exclude_modules", ".*layers\\.0\\..*");
        AdapterConfig expressed = new AdapterConfig(json, "a file");
        assertThat(expressed.adapts("model.layers.1.self_attn.k_proj", false)).isTrue();
        assertThat(expressed.adapts("model.layers.0.self_attn.k_proj", false)).isFalse();
        assertThat(expressed.adapts("model.layers.1.mlp.up_proj", false)).isFalse();
        AdapterConfig all = new AdapterConfig(config().put("target_modules", "all-linear"), "a file");
        assertThat(all.adapts("model.layers.1.mlp.up_proj", false)).isTrue();
        assertThat(all.adapts("lm_head", true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "use_dora, true",
        "bias, \"lora_only\"",
        "peft_type, \"IA3\"",
        "task_type, \"SEQ_2_SEQ_LM\"",
        "init_lora_weights, \"pissa\"",
        "target_parameters, [\"experts.gate\"]",
        "modules_to_save, [\"lm_head\"]",
        "a_field_of_tomorrow, 1",
        "rank_pattern, {\"q_proj\": 0}",
        "lora_alpha, \"much\"",
    })
    void what_is_not_supported_is_refused_by_name(String field, String value) {
        ObjectNode json = config();
        json.set(field, JsonMapper.shared().readTree(value));
        assertThatThrownBy(() -> new AdapterConfig(json, "here/adapter_config.json").rank("q_proj"))
                .isInstanceOf(BadCheckpoint.class)
                .hasMessageContaining("here/adapter_config.json")
                .hasMessageContaining(field.equals("rank_pattern") ? "the rank of 'q_proj' is 0" : field);
    }

    @Test
    void an_adapter_for_another_base_is_refused_with_the_tensor_and_both_shapes() {
        Path adapter = save(adapted -> {});
        rewrite(adapter, stored -> stored.put(DOWN, array(new Shape(3, 40))));
        assertThatThrownBy(() -> load(adapter))
                .isInstanceOf(BadCheckpoint.class)
                .hasMessageContaining(DOWN)
                .hasMessageContaining("is [3, 40]")
                .hasMessageContaining("needs [3, 32]");
    }

    @Test
    void a_missing_tensor_and_one_of_another_kind_are_refused_by_name() {
        Path adapter = save(adapted -> {});
        rewrite(adapter, stored -> stored.remove(UP));
        assertThatThrownBy(() -> load(adapter)).hasMessageContaining(UP + "' is missing");
        Path other = save(adapted -> {});
        String embedding = "base_model.model.model.embed_tokens.lora_embedding_A";
        rewrite(other, stored -> stored.put(embedding, array(new Shape(3, 260))));
        assertThatThrownBy(() -> load(other))
                .isInstanceOf(BadCheckpoint.class)
                .hasMessageContaining(embedding)
                .hasMessageContaining("linear layers alone");
    }

    @Test
    void a_base_that_is_gone_or_an_adapter_itself_is_refused_with_the_way_out() throws IOException {
        Path adapter = save(adapted -> {});
        rename(adapter, "somewhere/else");
        assertThatThrownBy(() -> load(adapter))
                .hasMessageContaining("its base 'somewhere/else'")
                .hasMessageContaining("base_model_name_or_path");
        rename(adapter, "../other");
        Files.createDirectories(folder.resolve("other"));
        Files.copy(adapter.resolve("adapter_config.json"), folder.resolve("other/adapter_config.json"));
        assertThatThrownBy(() -> load(adapter)).hasMessageContaining("--merge-lora");
    }

    @Test
    void a_relative_base_is_seen_from_the_adapter() throws IOException {
        Path adapter = save(adapted -> disturb(adapted, 9));
        try (LanguageModel before = load(adapter)) {
            rename(adapter, "../base");
            try (LanguageModel after = load(adapter)) {
                assertThat(logProbs(after)).isEqualTo(logProbs(before));
                assertThat(after.tokenizer().vocabularySize()).isEqualTo(260);
            }
        }
    }

    @Test
    void a_target_that_the_model_does_not_have_is_refused_with_those_that_it_has() {
        try (LanguageModel plain = load(base)) {
            assertThatThrownBy(() -> plain.adapted(new AdapterSettings(2, 4, List.of("c_attn")), 1))
                    .hasMessage("the model has no linear layer 'c_attn'; it has q_proj, k_proj, v_proj, o_proj,"
                            + " gate_proj, up_proj, down_proj");
        }
    }

    @Test
    void the_outputs_own_weight_beside_its_adapter_must_be_that_of_the_base() {
        Path family = SharedData.path("models/tiny/llama");
        Path adapter = folder.resolve("adapter");
        String copy = "base_model.model.lm_head.base_layer.weight";
        try (LanguageModel adapted = load(family).adapted(new AdapterSettings(2, 4, List.of("lm_head")), 1)) {
            adapted.save(adapter);
            rewrite(adapter, stored -> stored.put(copy, adapted.weights().get("output.weight")));
        }
        try (LanguageModel read = load(adapter)) {
            assertThat(read.trainable().names()).hasSize(2);
        }
        rewrite(adapter, stored -> stored.put(copy, array(new Shape(512, 32))));
        assertThatThrownBy(() -> load(adapter))
                .isInstanceOf(BadCheckpoint.class)
                .hasMessageContaining(copy);
    }

    private Path save(Consumer<LanguageModel> change) {
        Path adapter = folder.resolve("adapter");
        try (LanguageModel adapted = load(base).adapted(EVERYWHERE, 1)) {
            change.accept(adapted);
            adapted.save(adapter);
        }
        return adapter;
    }

    private static void rename(Path adapter, String base) throws IOException {
        Path file = adapter.resolve("adapter_config.json");
        ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(file.toFile());
        json.put("base_model_name_or_path", base);
        Files.writeString(file, json.toString());
    }

    private static void rewrite(Path adapter, Consumer<Map<String, NDArray>> change) {
        Path file = adapter.resolve("adapter_model.safetensors");
        try (NDManager scope = NDManager.newBaseManager()) {
            Map<String, NDArray> stored = new LinkedHashMap<>();
            Safetensors.read(file, scope, stored::put);
            change.accept(stored);
            Safetensors.write(file, stored, Safetensors.Precision.F32);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NDArray array(Shape shape) {
        return NDManager.newBaseManager().ones(shape);
    }

    private static ObjectNode config() {
        return AdapterConfig.of(EVERYWHERE, List.of("q_proj"), false).json("base");
    }

    private static LanguageModel load(Path folder) {
        return LanguageModel.load(folder, Device.cpu());
    }

    private static Adapter.Pair pair(LanguageModel model, String name) {
        return model.adapter().orElseThrow().pairs().stream()
                .filter(pair -> pair.layer().module().endsWith(name))
                .findFirst()
                .orElseThrow();
    }

    /** Gives B values, which is zero at first. */
    private static void disturb(LanguageModel model, long seed) {
        Random random = new Random(seed);
        model.trainable().asMap().forEach((name, array) -> {
            if (name.endsWith("lora_B.weight")) {
                float[] values = new float[(int) array.getShape().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (0.2 * random.nextGaussian());
                }
                try (NDArray drawn = model.manager().create(values, array.getShape())) {
                    drawn.copyTo(array);
                }
            }
        });
    }

    private static float[] logProbs(LanguageModel model) {
        try (NDManager scope = model.manager().newSubManager()) {
            TokenBatch batch = TokenBatch.rightPadded(scope, List.of(TOKENS), 0);
            return LanguageModelLoss.tokenLogProbs(model.transformer(), batch, 1)
                    .toFloatArray();
        }
    }

    private static int[] greedy(LanguageModel model) {
        try (Sampler sampler = new Sampler(model)) {
            return sampler.sample(List.of(TOKENS), new SamplingSettings(0, 0, 1, 10, Set.of(), 0))
                    .getFirst()
                    .tokens();
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-4));
        }
    }
}
