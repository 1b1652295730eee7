package org.rlhfworkbench.feedback;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException.DatabaseInUse;
import org.rlhfworkbench.feedback.FeedbackException.DatabaseUnavailable;

/** Opens the database that the settings name. */
final class DatabaseFile {

    private static final int H2_DATABASE_ALREADY_OPEN = 90020;
    /** FILE_CORRUPTED_1, FILE_VERSION_ERROR_1, GENERAL_ERROR_1 while the store is opened. */
    private static final Set<Integer> H2_FILE_DAMAGED = Set.of(90030, 90048, 50000);

    private DatabaseFile() {}

    /**
     * @throws DatabaseInUse when another process has it open
     * @throws DatabaseUnavailable when the folder cannot be written or the server does not answer
     */
    static DataSource open(StoreSettings settings) {
        String url = Objects.requireNonNullElseGet(settings.url(), () -> fileUrl(settings.folder()));
        String place =
                settings.url() == null ? settings.folder().toAbsolutePath().toString() : settings.url();
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("feedback-store");
        pool.setJdbcUrl(url);
        pool.setUsername(settings.username());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(16);
        try (Connection first = pool.getConnection()) {
            first.isValid(5);
            return pool;
        } catch (SQLException | RuntimeException e) {
            pool.close();
            throw explain(place, e);
        }
    }

    /** Why each setting is there: docs/decisions/database-file.md. */
    static String fileUrl(Path folder) {
        Path home = folder.toAbsolutePath();
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new DatabaseUnavailable(
                    home.toString(), "the folder cannot be made. Choose a folder you may write with --home.", e);
        }
        return "jdbc:h2:async:" + home.resolve("workbench")
                + ";WRITE_DELAY=0;MAX_COMPACT_TIME=10000;DB_CLOSE_ON_EXIT=FALSE";
    }

    private static FeedbackException explain(String place, Exception e) {
        SQLException cause = sqlCause(e);
        int code = cause == null ? 0 : cause.getErrorCode();
        if (code == H2_DATABASE_ALREADY_OPEN) {
            return new DatabaseInUse(place, e);
        }
        if (H2_FILE_DAMAGED.contains(code)) {
            return new DatabaseUnavailable(
                    place, "its file is damaged. Restore a backup, or move the folder away to begin anew.", e);
        }
        String reason = cause == null || cause.getMessage() == null ? e.toString() : cause.getMessage();
        return new DatabaseUnavailable(
                place, reason + ". Check that it may be read and written, and workbench.store.url if you set it.", e);
    }

    private static @Nullable SQLException sqlCause(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() != 0) {
                return sql;
            }
        }
        return null;
    }
}
