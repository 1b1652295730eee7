package org.rlhfworkbench.lm.conversion;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.rlhfworkbench.lm.checkpoint.Gguf;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.checkpoint.TensorType;
import org.rlhfworkbench.lm.command.WorkbenchCommand;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Writes a model in another format: a folder that Transformers loads, or a GGUF file that llama.cpp loads. */
@Command(name = "convert", description = "Write a model as a Hugging Face folder or a GGUF file.")
public final class ConvertCommand extends WorkbenchCommand {

    private static final Map<String, Safetensors.Precision> PRECISIONS =
            new TreeMap<>(Arrays.stream(Safetensors.Precision.values())
                    .collect(Collectors.toMap(Safetensors.Precision::torchName, Function.identity())));

    private static final Map<String, TensorType> TYPES =
            new TreeMap<>(Map.of("F32", TensorType.F32, "F16", TensorType.F16, "Q8_0", TensorType.Q8_0));

    @Option(names = "--from", required = true, paramLabel = "M", description = "folder, GGUF file, run or bundled name")
    private String from = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR|FILE.gguf",
            description = "a folder to make, or a file whose name ends in .gguf")
    private Path to = Path.of("");

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "of a folder's weights: float32, bfloat16 or float16 (${DEFAULT-VALUE})")
    private String precision = "float32";

    @Option(
            names = "--type",
            paramLabel = "NAME",
            description = "of a GGUF file's weights: F32, F16 or Q8_0 (${DEFAULT-VALUE})")
    private String type = "F16";

    @Option(names = "--merge-lora", description = "write an adapter and its base as one model without an adapter")
    private boolean mergeLora;

    @Override
    protected void run() {
        Safetensors.Precision stored = chosen("--precision", precision, PRECISIONS);
        TensorType encoded = chosen("--type", type, TYPES);
        boolean gguf = to.toString().endsWith(Gguf.SUFFIX);
        requireFree();
        Path source = ModelSource.resolve(from);
        try (LanguageModel model = LanguageModel.load(source, Device.cpu())) {
            if (!mergeLora) {
                write(model, gguf, stored, encoded);
                return;
            }
            if (model.adapter().isEmpty()) {
                throw wrong("--merge-lora: " + source + " is a whole model already; leave the flag out");
            }
            try (LanguageModel merged = model.merged()) {
                write(merged, gguf, stored, encoded);
            }
        }
    }

    private void write(LanguageModel model, boolean gguf, Safetensors.Precision stored, TensorType encoded) {
        if (gguf) {
            model.saveAsGguf(to, encoded);
        } else {
            model.save(to, stored);
        }
        out().println(ModelSource.nameOf(model.folder()) + ": "
                + model.trainable().parameterCount() + " weights as " + (gguf ? type : precision) + " in " + to);
    }

    private <T> T chosen(String option, String name, Map<String, T> choices) {
        T choice = choices.get(name);
        if (choice == null) {
            throw wrong(option + " is \"" + name + "\"; use one of " + choices.keySet());
        }
        return choice;
    }

    private void requireFree() {
        if (Files.exists(to)) {
            throw wrong("--to " + to + " is already there; name a folder or file that is not, or remove it first");
        }
        Path parent = to.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw wrong("--to " + to + " lies in a folder that is not there; make it first");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec().commandLine(), message);
    }
}
