package org.rlhfworkbench.lm.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.run.RunDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs one command line: finds the command, adds the options of {@code --config} or, with {@code --resume}, of the run's
 * {@code config.json}, and turns whatever is thrown into one line and an exit code. The command {@code runs} is always
 * among the commands.
 */
public final class CommandRunner {

    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int BAD_USAGE = 2;

    /** May change when a run is resumed: they say where and how it is shown, not what is computed. */
    private static final Set<String> FREE_ON_RESUME = Set.of("keep", "device", "threads");

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    private final List<Supplier<WorkbenchCommand>> commands;
    private final PrintWriter out;
    private final PrintWriter err;

    public CommandRunner(List<Supplier<WorkbenchCommand>> commands) {
        this(commands, writer(System.out), writer(System.err));
    }

    CommandRunner(List<Supplier<WorkbenchCommand>> commands, PrintWriter out, PrintWriter err) {
        this.commands = new ArrayList<>(commands);
        this.commands.add(() -> new RunsCommand(this));
        this.out = out;
        this.err = err;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** Runs a command line and returns the exit code; throws nothing. */
    public int execute(String... arguments) {
        CommandLine root = commandLine();
        try {
            List<String> line = withConfiguration(root, arguments);
            return root.execute(line.toArray(String[]::new));
        } catch (RuntimeException | Error e) {
            String command = arguments.length > 0 ? " " + arguments[0] : "";
            return report("workbench" + command, Arrays.asList(arguments).contains("--json"), e);
        }
    }

    /** Whether a command works in a run directory that can be resumed. */
    boolean trains(String command) {
        CommandLine found = commandLine().getSubcommands().get(command);
        return found != null && found.getCommand() instanceof TrainingCommand;
    }

    private CommandLine commandLine() {
        CommandSpec spec = CommandSpec.create().name("workbench").mixinStandardHelpOptions(true);
        spec.usageMessage().description("Human feedback becomes a better language model.");
        CommandLine root = new CommandLine(spec);
        for (Supplier<WorkbenchCommand> command : commands) {
            root.addSubcommand(new CommandLine(command.get()));
        }
        return root.setOut(out)
                .setErr(err)
                .setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setAbbreviatedOptionsAllowed(false)
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true)
                .setExitCodeExceptionMapper(e -> Explanation.of(e).exitCode())
                .setParameterExceptionHandler((e, line) -> usageError(e))
                .setExecutionExceptionHandler(
                        (e, line, parsed) -> report(line.getCommandSpec().qualifiedName(), isJson(parsed), e))
                .setExecutionStrategy(this::runLast);
    }

    private int runLast(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last == parsed && !parsed.isUsageHelpRequested()) {
            parsed.commandSpec().commandLine().usage(err);
            return BAD_USAGE;
        }
        refuseChangesOnResume(last);
        return new CommandLine.RunLast().execute(parsed);
    }

    // ---------------------------------------------------------------- configuration files

    private List<String> withConfiguration(CommandLine root, String[] arguments) {
        List<String> line = new ArrayList<>(Arrays.asList(arguments));
        @Nullable
        CommandLine command = arguments.length > 0 ? root.getSubcommands().get(arguments[0]) : null;
        if (command == null) {
            return line;
        }
        CommandSpec spec = command.getCommandSpec();
        ObjectNode configuration = JsonMapper.shared().createObjectNode();
        @Nullable Path run = resumed(line);
        if (run != null && RunDirectory.isRun(run)) {
            configuration.setAll(Configuration.read(run.resolve(RunDirectory.CONFIG), spec));
        }
        @Nullable String config = value(line, "--config");
        if (config != null) {
            configuration.setAll(Configuration.read(Path.of(config), spec));
        }
        spec.options().stream()
                .filter(option -> isGiven(option, line))
                .map(Configuration::key)
                .forEach(configuration::remove);
        line.addAll(1, Configuration.arguments(configuration));
        return line;
    }

    private static @Nullable Path resumed(List<String> line) {
        @Nullable String out = value(line, "--out");
        return out != null && line.contains("--resume") ? Path.of(out) : null;
    }

    private static boolean isGiven(OptionSpec option, List<String> line) {
        return Arrays.stream(option.names())
                .anyMatch(name -> line.stream().anyMatch(word -> word.equals(name) || word.startsWith(name + "=")));
    }

    private static @Nullable String value(List<String> line, String option) {
        for (int i = 1; i < line.size(); i++) {
            String word = line.get(i);
            if (word.startsWith(option + "=")) {
                return word.substring(option.length() + 1);
            }
            if (word.equals(option) && i + 1 < line.size()) {
                return line.get(i + 1);
            }
        }
        return null;
    }

    /** A resumed run equals an uninterrupted one only with the settings it began with. */
    private static void refuseChangesOnResume(ParseResult parsed) {
        CommandSpec spec = parsed.commandSpec();
        if (!(spec.userObject() instanceof TrainingCommand command)
                || !command.training().resume()) {
            return;
        }
        Path run = command.training().out();
        if (!RunDirectory.isRun(run)) {
            return;
        }
        ObjectNode before = Configuration.read(run.resolve(RunDirectory.CONFIG), spec);
        ObjectNode now = Configuration.of(spec);
        for (String key : now.propertyNames()) {
            JsonNode was = before.path(key);
            boolean free = FREE_ON_RESUME.contains(key) || was.isMissingNode();
            if (!free && !was.toString().equals(now.path(key).toString())) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--" + key + " was " + was + " when the run began and cannot become " + now.path(key)
                                + "; leave it out, or begin another run");
            }
        }
    }

    // ---------------------------------------------------------------- errors

    private int usageError(ParameterException e) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            message = unmatched(unmatched, message, spec);
        }
        String name = spec.qualifiedName();
        boolean json = e.getCommandLine().getParseResult() != null
                && isJson(e.getCommandLine().getParseResult());
        Explanation explanation = new Explanation(message, BAD_USAGE);
        if (json) {
            JsonDisplay.error(out, explanation);
        }
        err.println(name + ": " + explanation.message() + " (`" + name + " --help` shows the options)");
        return BAD_USAGE;
    }

    private static String unmatched(UnmatchedArgumentException e, String message, CommandSpec spec) {
        Matcher quoted = QUOTED.matcher(message);
        String word = quoted.find() ? quoted.group(1) : String.join(" ", e.getUnmatched());
        boolean option = word.startsWith("-");
        Set<String> known = option
                ? spec.options().stream().map(OptionSpec::longestName).collect(Collectors.toSet())
                : spec.subcommands().keySet();
        String kind = option ? "option" : spec.subcommands().isEmpty() ? "argument" : "command";
        return "there is no " + kind + " \"" + word + "\""
                + (known.isEmpty() ? "" : "; did you mean " + Nearest.to(word.replaceFirst("=.*", ""), known) + "?");
    }

    private int report(String command, boolean json, Throwable e) {
        Explanation explanation = Explanation.of(e);
        if (json) {
            JsonDisplay.error(out, explanation);
        }
        err.println(command + ": " + explanation.message());
        return explanation.exitCode();
    }

    private static boolean isJson(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.hasMatchedOption("--json");
    }
}
