package org.rlhfworkbench.policy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.command.CommandRunner;

/** The shell script {@code workbench} at the root, as far as it goes without a build. */
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("../workbench").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @BeforeEach
    void needsAPosixShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh on this system");
    }

    private record Outcome(int status, String output) {}

    private Outcome run(Path launcher, String... arguments) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder process = new ProcessBuilder(launcher.toString());
        process.command().addAll(List.of(arguments));
        Process started = process.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(started.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(started.exitValue(), Files.readString(output));
    }

    @Test
    void an_unknown_command_names_the_nearest_and_is_wrong_usage() throws Exception {
        Outcome outcome = run(LAUNCHER, "smaple");

        assertThat(outcome.status()).isEqualTo(CommandRunner.BAD_USAGE);
        assertThat(outcome.output()).contains("did you mean \"sample\"?");
    }

    @Test
    void it_works_through_a_symbolic_link_from_any_folder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link to it"), LAUNCHER);

        Outcome outcome = run(link, "--help");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.output()).contains("start", "test", "runs");
    }

    @Test
    void it_finds_the_kind_of_jdk_that_builds() throws Exception {
        Outcome outcome = run(LAUNCHER, "--jdk");

        assertThat(outcome.status()).isZero();
        assertThat(Path.of(outcome.output().strip()).resolve("bin/javac")).isExecutable();
    }

    @Test
    void it_lists_the_commands_that_there_are() throws Exception {
        List<String> listed = listed(run(LAUNCHER, "--help").output(), " {4}");
        assertThat(listed).contains("start", "test");

        assertThat(listed.stream().filter(command -> !List.of("start", "test").contains(command)))
                .containsExactlyInAnyOrderElementsOf(listed(helpOfTheCommandLine(), " {2}"));
    }

    private static List<String> listed(String help, String indent) {
        return help.lines()
                .filter(line -> line.matches(indent + "[a-z]+ +\\S.*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
    }

    private static String helpOfTheCommandLine() {
        PrintStream before = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            Workbench.commands().execute("--help");
        } finally {
            System.setOut(before);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }
}
