package org.rlhfworkbench.lm.run;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Memory that a run can still take: the system's or the container's, or a GPU's. */
public final class FreeMemory {

    private static final Path SYSTEM = Path.of("/proc/meminfo");
    private static final Path CONTAINER = Path.of("/sys/fs/cgroup");

    private FreeMemory() {}

    /** Free bytes; {@link Long#MAX_VALUE} where the system does not say. */
    public static long of(Device device) {
        if (device.isGpu()) {
            var memory = CudaUtils.getGpuMemory(device);
            return memory.getMax() - memory.getCommitted();
        }
        try {
            return Math.min(system(), container());
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    private static long system() throws IOException {
        if (!Files.isReadable(SYSTEM)) {
            return Long.MAX_VALUE;
        }
        return Files.readAllLines(SYSTEM).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static long container() throws IOException {
        OptionalLong limit = number(CONTAINER.resolve("memory.max"));
        OptionalLong used = number(CONTAINER.resolve("memory.current"));
        return limit.isPresent() && used.isPresent() ? limit.getAsLong() - used.getAsLong() : Long.MAX_VALUE;
    }

    private static OptionalLong number(Path file) throws IOException {
        String text = Files.isReadable(file) ? Files.readString(file).strip() : "";
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
