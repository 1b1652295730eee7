package org.rlhfworkbench.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.feedback.FeedbackException.DatabaseInUse;
import org.springframework.jdbc.core.JdbcTemplate;

class DurabilityTest {

    private static final int ENOUGH = 400;

    @TempDir
    Path folder;

    @Test
    void a_killed_process_has_kept_all_that_it_acknowledged_and_a_second_one_is_told_while_it_lives()
            throws IOException, InterruptedException {
        TreeSet<String> acknowledged = new TreeSet<>();
        Process writer = startWriter();
        try (BufferedReader lines = writer.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("label ") || line.startsWith("draft ")) {
                    acknowledged.add(line);
                }
                if (acknowledged.size() == ENOUGH / 2) {
                    refusesASecondProcess();
                }
                if (acknowledged.size() == ENOUGH) {
                    kill(writer);
                }
            }
        }
        writer.waitFor();

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH);
        assertThat(stored()).containsAll(acknowledged);
    }

    private void refusesASecondProcess() {
        DatabaseInUse refusal = catchThrowableOfType(DatabaseInUse.class, () -> DatabaseFile.open(settings()));

        assertThat(refusal.folder()).isEqualTo(folder.toString());
        assertThat(refusal).hasMessageContaining(folder.toString()).hasMessageContaining("--home");
    }

    /** SIGKILL; through the handle, which leaves the pipe open, so that what was acknowledged meanwhile is read. */
    private static void kill(Process writer) {
        writer.toHandle().destroyForcibly();
    }

    private List<String> stored() {
        try (HikariDataSource database = (HikariDataSource) DatabaseFile.open(settings())) {
            JdbcTemplate jdbc = new JdbcTemplate(database);
            List<String> stored = new ArrayList<>();
            jdbc.queryForList("select id from label", Long.class).forEach(id -> stored.add("label " + id));
            jdbc.queryForList("select content from draft", String.class).forEach(text -> stored.add("draft " + text));
            return stored;
        }
    }

    private StoreSettings settings() {
        return new StoreSettings(folder, null, "workbench", "", Duration.ofMinutes(10), 20, 200);
    }

    private Process startWriter() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
