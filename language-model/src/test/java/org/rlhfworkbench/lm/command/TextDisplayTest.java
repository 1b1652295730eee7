package org.rlhfworkbench.lm.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.run.Progress.Update;

class TextDisplayTest {

    @Test
    void a_line_has_the_step_the_metrics_the_rate_and_the_time_left() {
        assertThat(TextDisplay.line(new Update("training", 12, 100, 5034.4, "tokens/s", 80.2, Map.of("loss", 2.31))))
                .isEqualTo("training  12/100  loss 2.310  5,034 tokens/s  1 min 20 s left");
    }

    @Test
    void durations_are_read_at_a_glance() {
        assertThat(TextDisplay.duration(59.4)).isEqualTo("59 s");
        assertThat(TextDisplay.duration(3599)).isEqualTo("59 min 59 s");
        assertThat(TextDisplay.duration(7500)).isEqualTo("2 h 5 min");
    }

    @Test
    void small_and_large_metrics_stay_short() {
        assertThat(TextDisplay.line(new Update("t", 1, 0, 0, "", null, Map.of("lr", 1.25e-5))))
                .isEqualTo("t  1  lr 1.25e-05");
        assertThat(TextDisplay.line(new Update("t", 1, 0, 0, "", null, Map.of("tokens", 123456))))
                .isEqualTo("t  1  tokens 123456");
    }

    @Test
    void on_a_terminal_the_line_is_written_over() {
        StringWriter err = new StringWriter();
        TextDisplay display = new TextDisplay(new PrintWriter(err), true);
        display.update(new Update("t", 1, 2, 0, "", null, Map.of()));
        display.finish();
        assertThat(err.toString()).isEqualTo("\r\033[Kt  1/2\r\033[Kt  1/2" + System.lineSeparator());
    }
}
