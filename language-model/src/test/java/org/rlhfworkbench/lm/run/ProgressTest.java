package org.rlhfworkbench.lm.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final List<Progress.Update> updates = new ArrayList<>();
    private long now;
    private final Progress progress = new Progress(List.of(updates::add), () -> now);

    @Test
    void the_rate_and_the_time_left_follow_from_the_steps_done() {
        progress.begin("training", 0, 10, "tokens/s");
        pass(2);
        progress.step(1, 100, Map.of());
        assertThat(updates.getLast().rate()).isEqualTo(50);
        assertThat(updates.getLast().secondsLeft()).isEqualTo(18.0);
    }

    @Test
    void steps_of_an_earlier_process_do_not_count_as_fast() {
        progress.begin("training", 90, 100, "tokens/s");
        pass(1);
        progress.step(91, 10, Map.of());
        assertThat(updates.getLast().secondsLeft()).isEqualTo(9.0);
    }

    @Test
    void a_slow_start_is_forgotten() {
        progress.begin("training", 0, 100, "steps/s");
        pass(100);
        for (int step = 1; step <= 50; step++) {
            progress.step(step, 1, Map.of());
            pass(1);
        }
        assertThat(updates.getLast().rate()).isEqualTo(1.0);
    }

    @Test
    void without_a_known_end_no_time_left_is_claimed() {
        progress.begin("serving", 0, 0, "requests/s");
        pass(1);
        progress.step(1, 1, Map.of());
        assertThat(updates.getLast().secondsLeft()).isNull();
    }

    private void pass(long seconds) {
        now += seconds * 1_000_000_000L;
    }
}
