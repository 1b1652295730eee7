package org.rlhfworkbench.lm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public data beside the checkout; tests that need it skip, and say so, where it is absent. */
public final class SharedData {

    private static final Path ROOT = Path.of("..", "..", "shared", "data");

    private SharedData() {}

    public static Path path(String name) {
        Path path = ROOT.resolve(name);
        assumeTrue(Files.exists(path), () -> "skipped: needs " + name + " in shared/data beside the checkout");
        return path;
    }

    public static JsonNode json(String name) {
        return JsonMapper.builder().build().readTree(path(name).toFile());
    }
}
