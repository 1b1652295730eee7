package org.rlhfworkbench.lm.model;

import java.util.Arrays;
import java.util.Optional;

/** The families that are read from GGUF files, by what GGUF and Transformers call them. */
enum GgufArchitecture {
    LLAMA("llama", "LlamaForCausalLM", true),
    QWEN2("qwen2", "Qwen2ForCausalLM", false),
    QWEN3("qwen3", "Qwen3ForCausalLM", false);

    private final String ggufName;
    private final String className;
    private final boolean pairsAreNeighbours;

    GgufArchitecture(String ggufName, String className, boolean pairsAreNeighbours) {
        this.ggufName = ggufName;
        this.className = className;
        this.pairsAreNeighbours = pairsAreNeighbours;
    }

    static Optional<GgufArchitecture> ofGguf(String name) {
        return Arrays.stream(values()).filter(a -> a.ggufName.equals(name)).findFirst();
    }

    static Optional<GgufArchitecture> ofClass(String name) {
        return Arrays.stream(values()).filter(a -> a.className.equals(name)).findFirst();
    }

    /** What GGUF calls it, the prefix of its metadata, and {@code model_type} in {@code config.json}. */
    String ggufName() {
        return ggufName;
    }

    /** What {@code architectures} in {@code config.json} calls it. */
    String className() {
        return className;
    }

    /** Whether the two dimensions that a rotary position turns together are neighbours in the file's rows. */
    boolean pairsAreNeighbours() {
        return pairsAreNeighbours;
    }
}
