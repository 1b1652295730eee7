package org.rlhfworkbench.lm.command;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.model.Precision;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where and how a command computes: {@code --device}, {@code --precision}, {@code --seed}, {@code --threads}. */
public final class ComputeOptions {

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu, cuda or cuda:1 (${DEFAULT-VALUE})")
    private String device = "auto";

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "of matrix products: float32 or bfloat16 (${DEFAULT-VALUE})")
    private String precision = "float32";

    @Option(names = "--seed", paramLabel = "N", description = "of all randomness (${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--threads", paramLabel = "N", description = "for arithmetic (${DEFAULT-VALUE})")
    private int threads = Runtime.getRuntime().availableProcessors();

    public long seed() {
        return seed;
    }

    public int threads() {
        return threads;
    }

    /** Of the matrix products. */
    public Precision precision() {
        return switch (precision.toLowerCase(Locale.ROOT)) {
            case "float32" -> Precision.FLOAT32;
            case "bfloat16" -> Precision.BFLOAT16;
            default -> throw wrong("--precision is \"" + precision + "\"; use float32 or bfloat16");
        };
    }

    /** Refuses what is not there and readies the engine. Called before a command runs. */
    void prepare() {
        if (threads < 1) {
            throw wrong("--threads is " + threads + "; give 1 or more");
        }
        precision();
        // The engine reads these once, when it is first used.
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        checkedDeviceNumber();
    }

    /** The device, the first GPU for {@code auto} if there is one. */
    public Device device() {
        int number = checkedDeviceNumber();
        int available = number == -1 ? 0 : Engine.getEngine("PyTorch").getGpuCount();
        if (device.equals("auto")) {
            return available > 0 ? Device.gpu(0) : Device.cpu();
        }
        if (number >= available) {
            throw wrong("--device is " + device + ", but " + (available == 0 ? "no" : "only " + available)
                    + " CUDA device was found; use auto or cpu");
        }
        return number < 0 ? Device.cpu() : Device.gpu(number);
    }

    /** −1 for the CPU. */
    private int checkedDeviceNumber() {
        var cuda = CUDA.matcher(device);
        if (cuda.matches()) {
            return cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
        }
        if (device.contains(",")) {
            throw wrong("--device names several devices, which is not available yet; name one");
        }
        return switch (device) {
            case "auto" -> 0;
            case "cpu" -> -1;
            default -> throw wrong("--device is \"" + device + "\"; use auto, cpu, cuda or cuda:1");
        };
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
