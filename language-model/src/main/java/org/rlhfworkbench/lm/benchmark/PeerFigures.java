package org.rlhfworkbench.lm.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rlhfworkbench.lm.run.RunFailure;

/**
 * What another program measured on this machine in this run: the best figure of each line that names a model, a batch
 * and tokens a second, such as {@code 14m torch.float32 B 32 generate tok/s 1970} or
 * {@code 124m train fp32 2 128 ms/step 670 tok/s 382}.
 */
final class PeerFigures {

    private static final Pattern GENERATE =
            Pattern.compile("(?:(\\S+) )?.*(?:B|batch) (\\d+)(?: generate tok/s|:) ([\\d.]+).*");
    private static final Pattern TRAIN = Pattern.compile("(\\S+) train .* tok/s ([\\d.]+)");

    private final Map<String, Double> best = new HashMap<>();

    /** Runs the program to its end, through the shell, and reads what it prints. */
    static PeerFigures of(String command) throws IOException, InterruptedException {
        PeerFigures figures = new PeerFigures();
        Process process = new ProcessBuilder(List.of("sh", "-c", command))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(figures::read);
        }
        if (process.waitFor() != 0 || figures.best.isEmpty()) {
            throw new RunFailure(
                    "The peer's command ended with code " + process.exitValue() + " and " + figures.best.size()
                            + " figures",
                    "It may lack a library or a file",
                    "Run it alone: " + command);
        }
        return figures;
    }

    void read(String line) {
        Matcher train = TRAIN.matcher(line);
        Matcher generate = GENERATE.matcher(line);
        if (train.matches()) {
            keep(train.group(1) + " train", train.group(2));
        } else if (generate.matches()) {
            String model = line.startsWith("generate") ? "" : generate.group(1);
            keep(model + " generate " + generate.group(2), generate.group(3));
        }
    }

    private void keep(String work, String figure) {
        best.merge(work, Double.valueOf(figure), Math::max);
    }

    OptionalDouble generate(Shape shape, int rows) {
        return figure(shape.name() + " generate " + rows, " generate " + rows);
    }

    OptionalDouble train(Shape shape) {
        return figure(shape.name() + " train", " train");
    }

    private OptionalDouble figure(String named, String unnamed) {
        Double figure = best.getOrDefault(named, best.get(unnamed));
        return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
    }
}
