package org.rlhfworkbench.lm.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What GGUF and Hugging Face call the same tensor. */
final class GgufNames {

    private static final Pattern GGUF_LAYER = Pattern.compile("blk\\.(\\d{1,6})\\.(.+)\\.(weight|bias)");
    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d{1,6})\\.(.+)\\.(weight|bias)");

    /** Outside of the layers. */
    private static final Map<String, String> WHOLE = Map.of(
            "token_embd.weight", "model.embed_tokens.weight",
            "output_norm.weight", "model.norm.weight",
            "output.weight", "lm_head.weight");

    /** Inside a layer. */
    private static final Map<String, String> PARTS = Map.ofEntries(
            Map.entry("attn_norm", "input_layernorm"),
            Map.entry("attn_q", "self_attn.q_proj"),
            Map.entry("attn_k", "self_attn.k_proj"),
            Map.entry("attn_v", "self_attn.v_proj"),
            Map.entry("attn_output", "self_attn.o_proj"),
            Map.entry("attn_q_norm", "self_attn.q_norm"),
            Map.entry("attn_k_norm", "self_attn.k_norm"),
            Map.entry("ffn_norm", "post_attention_layernorm"),
            Map.entry("ffn_gate", "mlp.gate_proj"),
            Map.entry("ffn_up", "mlp.up_proj"),
            Map.entry("ffn_down", "mlp.down_proj"));

    private static final Map<String, String> WHOLE_BACK = inverse(WHOLE);
    private static final Map<String, String> PARTS_BACK = inverse(PARTS);

    private GgufNames() {}

    /** The Hugging Face name of a tensor of a GGUF file, empty for one that has none. */
    static Optional<String> fromGguf(String name) {
        return renamed(name, GGUF_LAYER, WHOLE, PARTS, "model.layers.");
    }

    /** The other way round. */
    static Optional<String> toGguf(String name) {
        return renamed(name, LAYER, WHOLE_BACK, PARTS_BACK, "blk.");
    }

    private static Optional<String> renamed(
            String name, Pattern layer, Map<String, String> whole, Map<String, String> parts, String prefix) {
        Matcher matcher = layer.matcher(name);
        if (!matcher.matches()) {
            return Optional.ofNullable(whole.get(name));
        }
        return Optional.ofNullable(parts.get(matcher.group(2)))
                .map(part -> prefix + matcher.group(1) + "." + part + "." + matcher.group(3));
    }

    private static Map<String, String> inverse(Map<String, String> names) {
        Map<String, String> inverse = new HashMap<>();
        names.forEach((one, other) -> inverse.put(other, one));
        return inverse;
    }
}
