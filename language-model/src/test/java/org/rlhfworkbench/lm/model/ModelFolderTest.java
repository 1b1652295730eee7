package org.rlhfworkbench.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.architecture.Rotary;
import org.rlhfworkbench.lm.architecture.Tensors;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.tokenizer.TokenizerFiles;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ModelFolderTest {

    private static final String NORM = "model.norm.weight";

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void write() {
        folder = TinyModel.write(parent.resolve("model"), 1);
    }

    // ---------------------------------------------------------------- config.json

    @Test
    void a_folder_without_config_json_is_refused() throws IOException {
        Files.delete(folder.resolve("config.json"));
        refused(() -> load(), "holds no config.json");
        refused(() -> new ModelFolder(parent.resolve("nowhere")), "holds no config.json");
    }

    @Test
    void a_config_that_is_no_json_object_is_refused() throws IOException {
        for (String text : new String[] {"", "{", "[]", "7"}) {
            Files.writeString(folder.resolve("config.json"), text);
            refused(() -> load(), "config.json", "not");
        }
    }

    @Test
    void what_the_model_cannot_compute_is_refused_by_name() throws IOException {
        refusedWith("\"architectures\":[\"OPTForCausalLM\"]", "the architecture 'OPTForCausalLM' is not supported");
        refusedWith("\"architectures\":\"LlamaForCausalLM\"", "the architecture '' is not supported");
        refusedWith("\"architectures\":[{}]", "architecture");
        refusedWith("\"hidden_act\":\"mish\"", "hidden_act = \"mish\" is not supported");
        refusedWith("\"attention_bias\":\"yes\"", "attention_bias = \"yes\" is not supported");
        refusedWith("\"sliding_window\":8", "sliding_window = 8 is not supported");
        refusedWith("\"quantization_config\":{\"bits\":4}", "quantization_config = {\"bits\":4} is not supported");
        refusedWith("\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":8.0}", "lacks a number 'low_freq_factor'");
        refusedWith("\"rope_scaling\":{\"type\":\"dynamic\",\"factor\":8.0}", "the rope type 'dynamic'");
        refusedWith("\"rope_parameters\":{\"rope_type\":\"yarn\",\"rope_theta\":5.0}", "the rope type 'yarn'");
    }

    @Test
    void what_says_nothing_about_the_computation_is_passed_over() throws IOException {
        change("\"torch_dtype\":\"bfloat16\",\"_name_or_path\":\"x\",\"top_k\":50,\"use_sliding_window\":false,"
                + "\"transformers.js_config\":{\"kv_cache_dtype\":1},\"sliding_window\":null,\"pretraining_tp\":1");
        load().close();
    }

    @Test
    void sizes_that_make_no_model_are_refused() throws IOException {
        refusedWith("\"hidden_size\":0", "Every size of a model is positive");
        refusedWith("\"hidden_size\":\"16\"", "the field 'hidden_size' is missing or not a whole number");
        refusedWith("\"hidden_size\":99999999999", "the field 'hidden_size' is missing or not a whole number");
        refusedWith("\"num_attention_heads\":0", "heads");
        refusedWith("\"num_key_value_heads\":3", "3 key and value heads do not divide 4 query heads");
        refusedWith("\"head_dim\":3", "A head with 3 rotary dimensions is not even");
        refusedWith("\"num_key_value_heads\":\"two\"", "num_key_value_heads");
        refusedWith("\"eos_token_id\":[{}]", "eos_token_id");
    }

    @Test
    void fields_that_are_null_or_left_out_take_their_usual_values() throws IOException {
        change("\"head_dim\":null,\"num_key_value_heads\":null,\"rope_theta\":null,\"pad_token_id\":null,"
                + "\"rms_norm_eps\":null,\"tie_word_embeddings\":null,\"eos_token_id\":null,\"bos_token_id\":null,"
                + "\"rope_parameters\":{\"rope_type\":\"default\",\"rope_theta\":500000.0}");
        var config = new ModelFolder(folder).config();
        assertThat(config.headSize()).isEqualTo(4);
        assertThat(config.keyValueHeads()).isEqualTo(4);
        assertThat(config.block().rotary()).isEqualTo(new Rotary(500_000, 4, null));
        assertThat(config.padToken()).isEqualTo(-1);
        assertThat(config.beginToken()).isEqualTo(-1);
        assertThat(config.endTokens()).isEmpty();
        assertThat(config.tiedEmbeddings()).isFalse();
        assertThat(config.block().normEpsilon()).isEqualTo(1e-6);
    }

    // ---------------------------------------------------------------- weights

    @Test
    void a_missing_file_of_weights_is_named() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        refused(() -> load(), "model.safetensors: is missing. Fetch the file again");
    }

    @Test
    void pickled_weights_are_refused_by_name() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        Files.write(folder.resolve("pytorch_model.bin"), new byte[] {(byte) 0x80, 2});
        refused(() -> load(), "pickled weights beside it are refused, since they can run code");
        byte[][] pickles = {
            {(byte) 0x80, 2, (byte) 0x8a, 10, 108, (byte) 252, (byte) 156, 70, (byte) 249, 32, 106},
            {'P', 'K', 3, 4, 0, 0, 8, 8, 0, 0, 0, 0, 0, 0},
            {(byte) 0x80, 2, '.'},
        };
        for (byte[] pickle : pickles) {
            Files.write(folder.resolve("model.safetensors"), pickle);
            refused(() -> load(), "model.safetensors: is a pickle, which can run code");
        }
    }

    @Test
    void a_missing_tensor_is_named() throws IOException {
        Map<String, NDArray> weights = weights();
        weights.remove("model.layers.1.mlp.up_proj.weight");
        Safetensors.write(folder.resolve("model.safetensors"), weights, Safetensors.Precision.F32);
        refused(() -> load(), "the tensor 'model.layers.1.mlp.up_proj.weight' is missing");
    }

    @Test
    void a_tensor_of_another_shape_is_named_with_both_shapes() throws IOException {
        Map<String, NDArray> weights = weights();
        weights.put(NORM, norm(weights).reshape(4, 4));
        Safetensors.write(folder.resolve("model.safetensors"), weights, Safetensors.Precision.F32);
        refused(() -> load(), "the tensor 'model.norm.weight' is [4, 4], config.json says [16]");
    }

    @Test
    void tensors_that_the_model_does_not_use_are_left_aside() throws IOException {
        Map<String, NDArray> weights = weights();
        weights.put("lm_head.weight", norm(weights).duplicate());
        weights.put(
                "model.layers.0.self_attn.rotary_emb.inv_freq", norm(weights).duplicate());
        Safetensors.write(folder.resolve("model.safetensors"), weights, Safetensors.Precision.F32);
        try (LanguageModel model = load()) {
            assertThat(model.weights().names())
                    .containsExactlyElementsOf(Tensors.shapes(TinyModel.CONFIG).keySet());
        }
    }

    // ---------------------------------------------------------------- shards

    @Test
    void shards_are_read_together() throws IOException {
        shard();
        try (LanguageModel model = load();
                LanguageModel whole = TinyModel.draw(1)) {
            assertThat(model.weights().names())
                    .containsExactlyInAnyOrderElementsOf(whole.weights().names());
            for (String name : whole.weights().names()) {
                assertThat(model.weights().get(name).toFloatArray())
                        .isEqualTo(whole.weights().get(name).toFloatArray());
            }
        }
    }

    @Test
    void a_missing_shard_is_named() throws IOException {
        shard();
        Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
        refused(() -> load(), "model-00002-of-00002.safetensors: is missing");
    }

    @Test
    void an_index_reaches_no_file_outside_its_folder() throws IOException {
        Files.copy(folder.resolve("model.safetensors"), parent.resolve("outside.safetensors"));
        String absolute = parent.resolve("outside.safetensors").toAbsolutePath().toString();
        for (String name : new String[] {"../outside.safetensors", "x/../../outside.safetensors", absolute}) {
            index(JsonMapper.shared().writeValueAsString(Map.of("weight_map", Map.of(NORM, name))));
            refused(() -> load(), "names '" + name + "', outside its folder");
        }
    }

    @Test
    void an_index_that_maps_no_names_is_refused() throws IOException {
        for (String map : new String[] {"{}", "5", "{\"x\":7}", "{\"x\":{}}", "{\"x\":\"\\u0000\"}"}) {
            index("{\"weight_map\":" + map + "}");
            refused(() -> load(), "model.safetensors.index.json");
        }
        index("{}");
        refused(() -> load(), "model.safetensors.index.json");
    }

    // ---------------------------------------------------------------- writing

    @Test
    void what_was_written_is_read_back_with_fields_of_others() throws IOException {
        change("\"field_of_others\":\"kept\"");
        Path copy = parent.resolve("copy");
        try (LanguageModel model = load()) {
            model.save(copy);
            try (LanguageModel saved = LanguageModel.load(copy, Device.cpu())) {
                ObjectNode expected = model.configJson().deepCopy().put("torch_dtype", "float32");
                assertThat(saved.configJson()).isEqualTo(expected);
                assertThat(saved.hasTokenizer()).isTrue();
                for (String name : model.weights().names()) {
                    assertThat(saved.weights().get(name).toFloatArray())
                            .isEqualTo(model.weights().get(name).toFloatArray());
                }
            }
        }
    }

    @Test
    void leftovers_of_a_killed_process_are_replaced() throws IOException {
        Path copy = parent.resolve("copy");
        Path temporary = Files.createDirectories(parent.resolve(".copy.tmp/deeper"));
        Files.writeString(temporary.resolve("half"), "x");
        Files.createDirectories(parent.resolve(".copy.old/deeper"));
        Files.createDirectories(copy.resolve("deeper"));
        Files.writeString(copy.resolve("stale.safetensors"), "x");
        try (LanguageModel model = load()) {
            model.save(copy);
        }
        try (var entries = Files.list(parent)) {
            assertThat(entries.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("model", "model-tokenizer", "copy");
        }
        try (var entries = Files.list(copy)) {
            assertThat(entries.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");
        }
    }

    @Test
    void a_model_may_be_written_over_itself() {
        try (LanguageModel model = load()) {
            model.save(folder);
        }
        try (LanguageModel again = load()) {
            assertThat(again.hasTokenizer()).isTrue();
        }
    }

    @Test
    void a_write_that_fails_leaves_the_old_model_alone() throws IOException {
        byte[] before = Files.readAllBytes(folder.resolve("model.safetensors"));
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, NDArray> weights =
                    new LinkedHashMap<>(TinyModel.weights(TinyModel.CONFIG, 2).asMap());
            NDArray closed = manager.create(1f);
            closed.close();
            weights.put("final_norm.weight", closed);
            assertThatThrownBy(() -> ModelFolder.write(
                            folder,
                            TinyModel.CONFIG.toJson(),
                            weights,
                            Safetensors.Precision.F32,
                            TokenizerFiles.of(folder)))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(Files.readAllBytes(folder.resolve("model.safetensors"))).isEqualTo(before);
    }

    // ---------------------------------------------------------------- fixtures

    private LanguageModel load() {
        return LanguageModel.load(folder, Device.cpu());
    }

    private Map<String, NDArray> weights() {
        return stored(TinyModel.weights(TinyModel.CONFIG, 1));
    }

    /** By the names of the files. */
    private static Map<String, NDArray> stored(Weights weights) {
        return new LinkedHashMap<>(StoredWeights.stored(TinyModel.CONFIG, "tiny", weights.manager(), weights.asMap()));
    }

    private static NDArray norm(Map<String, NDArray> weights) {
        return Objects.requireNonNull(weights.get(NORM));
    }

    private void shard() throws IOException {
        Map<String, NDArray> rest = new LinkedHashMap<>();
        Map<String, String> shards = new LinkedHashMap<>();
        try (Weights weights = TinyModel.weights(TinyModel.CONFIG, 1)) {
            rest.putAll(stored(weights));
            Map<String, NDArray> first = Map.of(NORM, norm(rest));
            rest.remove(NORM);
            first.keySet().forEach(name -> shards.put(name, "model-00001-of-00002.safetensors"));
            rest.keySet().forEach(name -> shards.put(name, "model-00002-of-00002.safetensors"));
            Safetensors.write(folder.resolve("model-00001-of-00002.safetensors"), first, Safetensors.Precision.F32);
            Safetensors.write(folder.resolve("model-00002-of-00002.safetensors"), rest, Safetensors.Precision.F32);
        }
        index(JsonMapper.shared().writeValueAsString(Map.of("weight_map", shards)));
    }

    private void index(String text) throws IOException {
        Files.deleteIfExists(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("model.safetensors.index.json"), text);
    }

    private void refusedWith(String fields, String reason) throws IOException {
        String before = Files.readString(folder.resolve("config.json"));
        change(fields);
        refused(() -> load(), reason);
        Files.writeString(folder.resolve("config.json"), before);
    }

    private void change(String fields) throws IOException {
        Path file = folder.resolve("config.json");
        ObjectNode config = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
        config.setAll((ObjectNode) JsonMapper.shared().readTree("{" + fields + "}"));
        Files.writeString(file, config.toString());
    }

    private static void refused(ThrowingCallable reading, String... reasons) {
        assertThatThrownBy(reading).isInstanceOf(BadCheckpoint.class).hasMessageContainingAll(reasons);
    }
}
