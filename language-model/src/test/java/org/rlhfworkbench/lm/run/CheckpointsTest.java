package org.rlhfworkbench.lm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    @TempDir
    Path folder;

    @Test
    void the_newest_is_found_by_its_number_not_its_spelling() {
        Checkpoints checkpoints = checkpoints(5);
        write(checkpoints, 9);
        write(checkpoints, 10);
        assertThat(checkpoints.newestWhole()).map(Checkpoint::step).contains(10L);
    }

    @Test
    void only_as_many_as_asked_are_kept() {
        Checkpoints checkpoints = checkpoints(2);
        for (int step = 1; step <= 4; step++) {
            write(checkpoints, step);
        }
        assertThat(checkpoints.all()).map(Checkpoint::step).containsExactly(4L, 3L);
    }

    @Test
    void a_writer_that_fails_leaves_the_older_ones_and_no_new_one() {
        Checkpoints checkpoints = checkpoints(1);
        write(checkpoints, 1);
        assertThatThrownBy(() -> checkpoints.write(2, dir -> {
                    Files.writeString(dir.resolve("weights"), "half");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("disk is full");
        assertThat(checkpoints.all()).map(Checkpoint::step).containsExactly(1L);
        checkpoints.sweep();
        assertThat(folder.toFile().list()).containsExactly("step-1");
    }

    @Test
    void what_a_process_killed_while_writing_left_is_no_checkpoint_and_is_swept_away() throws IOException {
        Checkpoints checkpoints = checkpoints(3);
        write(checkpoints, 1);
        Files.createDirectories(folder.resolve(".step-2.tmp/optimizer"));
        Files.writeString(folder.resolve(".step-2.tmp/optimizer/m"), "half");
        assertThat(checkpoints.newestWhole()).map(Checkpoint::step).contains(1L);
        checkpoints.sweep();
        assertThat(folder.resolve(".step-2.tmp")).doesNotExist();
    }

    @Test
    void damaged_checkpoints_are_passed_over() throws IOException {
        Checkpoints checkpoints = checkpoints(5);
        for (int step = 1; step <= 4; step++) {
            write(checkpoints, step);
        }
        Files.writeString(folder.resolve("step-4/weights"), "changed");
        Files.delete(folder.resolve("step-3/weights"));
        Files.writeString(folder.resolve("step-2/contents.json"), "{");
        assertThat(checkpoints.newestWhole()).map(Checkpoint::step).contains(1L);
    }

    @Test
    void writing_a_step_again_replaces_it() throws IOException {
        Checkpoints checkpoints = checkpoints(5);
        write(checkpoints, 1);
        checkpoints.write(1, dir -> Files.writeString(dir.resolve("weights"), "other"));
        assertThat(folder.resolve("step-1/weights")).hasContent("other");
        assertThat(checkpoints.newestWhole()).isPresent();
    }

    private Checkpoints checkpoints(int keep) {
        return new Checkpoints(folder, keep);
    }

    private static void write(Checkpoints checkpoints, int step) {
        checkpoints.write(step, dir -> Files.writeString(dir.resolve("weights"), "step " + step));
    }
}
