package org.rlhfworkbench.policy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public data beside the repository; a test that needs a file of it is skipped where it is absent. */
public final class SharedData {

    private SharedData() {}

    public static Path path(String name) {
        Path path = Path.of("..", "..", "shared", "data").resolve(name).normalize();
        assumeTrue(Files.exists(path), "skipped: " + path + " is not beside this clone");
        return path;
    }

    public static JsonNode json(String name) {
        return JsonMapper.shared().readTree(path(name).toFile());
    }
}
