package org.rlhfworkbench.lm.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.command.ComputeOptions;
import org.rlhfworkbench.lm.command.WorkbenchCommand;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Times generation and training, as a share of what the machine can do and beside other programs. */
@Command(name = "bench", description = "Time generation and training on this machine.")
public final class BenchCommand extends WorkbenchCommand {

    @Parameters(paramLabel = "WORK", arity = "0..*", description = "generate, train (both if none is named), memory")
    private List<String> works = new ArrayList<>();

    @Option(
            names = "--model",
            paramLabel = "M",
            description = "time this model instead of GPT-2 shapes of 14 and 124 M")
    private @Nullable String model;

    @Option(
            names = "--peer",
            paramLabel = "COMMAND",
            description = "a program that prints figures for the same work; it runs first, and ratios are printed")
    private @Nullable String peer;

    @Option(names = "--repetitions", paramLabel = "N", description = "runs of which the best counts (${DEFAULT-VALUE})")
    private int repetitions = 3;

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Override
    protected void run() throws Exception {
        for (String work : works) {
            if (!List.of("generate", "train", "memory").contains(work)) {
                throw new ParameterException(
                        spec().commandLine(), "\"" + work + "\" is no benchmark; there are generate, train and memory");
            }
        }
        if (repetitions < 1) {
            throw new ParameterException(spec().commandLine(), "--repetitions is " + repetitions + "; give 1 or more");
        }
        if (works.contains("memory")) {
            MemoryWatch.watch(this::line);
        }
        if (works.equals(List.of("memory"))) {
            return;
        }
        PeerFigures figures = peer == null ? new PeerFigures() : PeerFigures.of(peer);
        Stopwatch stopwatch = new Stopwatch(repetitions);
        double peak = stopwatch.peak(compute.device());
        line("float32 matrix products: %.0f GFLOP/s on %d threads", peak, compute.threads());
        line("%-34s %-9s %10s %7s %10s %6s", "work", "precision", "tokens/s", "of peak", "peer", "ratio");
        List<Shape> shapes = model == null ? List.of(Shape.SMALL, Shape.GPT_TWO) : List.of(Shape.of(model));
        for (Shape shape : shapes) {
            for (Precision precision : Precision.values()) {
                try (LanguageModel loaded = shape.load(compute.device(), precision)) {
                    time(shape, loaded, stopwatch, figures, peak);
                }
            }
        }
        line("peak memory: %,d MiB", MemoryWatch.peak());
    }

    private void time(Shape shape, LanguageModel loaded, Stopwatch stopwatch, PeerFigures figures, double peak) {
        double products = loaded.config().parameterCount() / 1e9;
        if (works.isEmpty() || works.contains("generate")) {
            for (Shape.Generation generation : shape.generations()) {
                String work = "generate %s, batch %d (%d + %d)"
                        .formatted(name(shape), generation.rows(), generation.prompt(), generation.fresh());
                double rate = stopwatch.generate(loaded, generation);
                report(work, loaded, rate, 2 * products * rate / peak, figures.generate(shape, generation.rows()));
            }
        }
        if (works.isEmpty() || works.contains("train")) {
            Shape.Training training = shape.training();
            String work = "train %s, %d x %d".formatted(name(shape), training.rows(), training.tokens());
            double rate = stopwatch.train(loaded, training);
            report(work, loaded, rate, 6 * products * rate / peak, figures.train(shape));
        }
    }

    private static String name(Shape shape) {
        return Path.of(shape.name()).getFileName().toString();
    }

    private void report(String work, LanguageModel loaded, double rate, double share, OptionalDouble peerRate) {
        String precision = loaded.precision().name().toLowerCase(Locale.ROOT);
        String beside = peerRate.isPresent()
                ? "%10.1f %5.2fx".formatted(peerRate.getAsDouble(), rate / peerRate.getAsDouble())
                : "%10s %6s".formatted("-", "-");
        line("%-34s %-9s %10.1f %6.0f%% %s", work, precision, rate, 100 * share, beside);
    }

    private void line(String format, Object... values) {
        out().println(String.format(Locale.ROOT, format, values));
        out().flush();
    }
}
