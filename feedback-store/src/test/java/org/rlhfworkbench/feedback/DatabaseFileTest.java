package org.rlhfworkbench.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.feedback.FeedbackException.DatabaseUnavailable;
import org.springframework.jdbc.core.JdbcTemplate;

class DatabaseFileTest {

    @TempDir
    Path folder;

    @Test
    void a_folder_that_cannot_be_made_is_named() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file in the way");

        DatabaseUnavailable refusal =
                catchThrowableOfType(DatabaseUnavailable.class, () -> DatabaseFile.open(in(blocked.resolve("db"))));

        assertThat(refusal).hasMessageContaining(blocked.toString()).hasMessageContaining("--home");
    }

    @Test
    void a_damaged_file_is_named_with_the_way_out() throws IOException {
        Files.writeString(folder.resolve("workbench.mv.db"), "this is no database\n".repeat(1_000));

        DatabaseUnavailable refusal =
                catchThrowableOfType(DatabaseUnavailable.class, () -> DatabaseFile.open(in(folder)));

        assertThat(refusal).hasMessageContaining(folder.toString()).hasMessageContaining("damaged");
    }

    @Test
    void an_interrupted_thread_does_not_close_the_database_for_the_others() {
        try (HikariDataSource database = (HikariDataSource) DatabaseFile.open(in(folder))) {
            JdbcTemplate jdbc = new JdbcTemplate(database);
            jdbc.execute("create table note (text varchar)");
            Thread.currentThread().interrupt();
            jdbc.update("insert into note values ('written while interrupted')");
            assertThat(Thread.interrupted()).isTrue();

            jdbc.update("insert into note values ('written afterwards')");
            assertThat(jdbc.queryForList("select text from note", String.class)).hasSize(2);
        }
    }

    private static StoreSettings in(Path folder) {
        return new StoreSettings(folder, null, "workbench", "", Duration.ofMinutes(10), 20, 200);
    }
}
