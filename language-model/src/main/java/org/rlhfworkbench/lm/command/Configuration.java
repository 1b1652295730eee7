package org.rlhfworkbench.lm.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.run.JsonFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The options of a command as a JSON object, and back: {@code {"command": "sft", "batch-size": 16, …}}. A run's
 * {@code config.json} is such an object, and so is a file given with {@code --config}, in JSON or YAML; there
 * {@code batch_size} is as good as {@code batch-size}.
 */
final class Configuration {

    /** The parameter label of options that name a model. */
    private static final String MODEL = "M";

    private static final String COMMAND = "command";

    /** Not part of what a run computes. */
    private static final Set<String> LEFT_OUT = Set.of("json", "config", "help", "resume", "out", "run");

    private Configuration() {}

    /** The values that all options of a command have, defaults too; paths and models in files made absolute. */
    static ObjectNode of(CommandSpec spec) {
        ObjectNode configuration = JsonMapper.shared().createObjectNode().put(COMMAND, spec.name());
        for (OptionSpec option : spec.options()) {
            @Nullable Object value = option.getValue();
            if (value != null && !LEFT_OUT.contains(key(option))) {
                boolean model = MODEL.equals(option.paramLabel());
                configuration.set(key(option), json(value, model));
            }
        }
        return configuration;
    }

    private static JsonNode json(Object value, boolean model) {
        return switch (value) {
            case Path path -> json(path.toAbsolutePath().normalize().toString(), false);
            case String name when model && Files.exists(Path.of(name)) -> json(Path.of(name), false);
            case Enum<?> constant -> json(constant.name().toLowerCase(Locale.ROOT), false);
            case Collection<?> values -> {
                ArrayNode array = JsonMapper.shared().createArrayNode();
                values.forEach(each -> array.add(json(each, model)));
                yield array;
            }
            case Map<?, ?> values -> {
                ObjectNode object = JsonMapper.shared().createObjectNode();
                values.forEach((name, each) -> object.set(json(name, false).asString(), json(each, model)));
                yield object;
            }
            default -> JsonMapper.shared().valueToTree(value);
        };
    }

    static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    /**
     * Reads a configuration file.
     *
     * @throws BadInput if it cannot be read, is for another command, or has a key that the command does not know
     */
    static ObjectNode read(Path file, CommandSpec spec) {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file, 0, "there is no such file", "Check the path given with --config");
        }
        ObjectMapper mapper = file.toString().endsWith(".json") ? JsonMapper.shared() : YAMLMapper.shared();
        JsonNode tree;
        try {
            tree = mapper.readTree(file);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            throw new BadInput(file, line, "it cannot be read (" + JsonFile.explain(e) + ")", "Correct it");
        }
        if (!(tree instanceof ObjectNode configuration)) {
            throw new BadInput(file, 0, "it is no list of options", "Write one \"name: value\" on each line");
        }
        return checked(file, configuration, spec);
    }

    private static ObjectNode checked(Path file, ObjectNode configuration, CommandSpec spec) {
        Set<String> known = new TreeSet<>();
        spec.options().forEach(option -> known.add(key(option)));
        ObjectNode checked = JsonMapper.shared().createObjectNode();
        configuration.properties().forEach(entry -> {
            String key = entry.getKey().replace('_', '-');
            if (key.equals(COMMAND)) {
                if (!entry.getValue().asString("").equals(spec.name())) {
                    throw new BadInput(
                            file, 0, "it is for the command " + entry.getValue(), "Give a file for " + spec.name());
                }
            } else if (known.contains(key)) {
                checked.set(key, entry.getValue());
            } else {
                throw new BadInput(
                        file,
                        0,
                        "there is no option \"" + entry.getKey() + "\"",
                        "Did you mean \"" + Nearest.to(key, known) + "\"");
            }
        });
        return checked;
    }

    /** The command line that says the same. */
    static List<String> arguments(ObjectNode configuration) {
        List<String> arguments = new ArrayList<>();
        configuration.properties().forEach(entry -> {
            if (!entry.getKey().equals(COMMAND)) {
                add(arguments, "--" + entry.getKey() + "=", entry.getValue());
            }
        });
        return arguments;
    }

    private static void add(List<String> arguments, String prefix, JsonNode value) {
        if (value.isArray()) {
            value.forEach(each -> add(arguments, prefix, each));
        } else if (value.isObject()) {
            value.properties().forEach(entry -> add(arguments, prefix + entry.getKey() + "=", entry.getValue()));
        } else if (!value.isNull()) {
            arguments.add(prefix + value.asString());
        }
    }
}
