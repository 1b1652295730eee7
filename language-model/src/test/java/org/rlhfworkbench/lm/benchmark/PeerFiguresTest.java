package org.rlhfworkbench.lm.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.run.RunFailure;

class PeerFiguresTest {

    @Test
    void the_best_figure_of_each_model_and_batch_counts() throws Exception {
        PeerFigures figures = PeerFigures.of("""
                echo '14m 13.9'
                echo '14m torch.float32 B 1 generate tok/s 107.3'
                echo '14m torch.bfloat16 B 1 generate tok/s 90'
                echo '14m torch.float32 B 32 generate tok/s 806.8'
                echo '14m train fp32 8 128 ms/step 880 tok/s 1164'
                echo '124m torch.float32 B 1 generate tok/s 20.1'
                """);
        assertThat(figures.generate(Shape.SMALL, 1)).hasValue(107.3);
        assertThat(figures.generate(Shape.SMALL, 32)).hasValue(806.8);
        assertThat(figures.train(Shape.SMALL)).hasValue(1164);
        assertThat(figures.generate(Shape.GPT_TWO, 1)).hasValue(20.1);
        assertThat(figures.generate(Shape.GPT_TWO, 8)).isEmpty();
        assertThat(figures.train(Shape.GPT_TWO)).isEmpty();
    }

    @Test
    void figures_without_a_name_are_those_of_the_one_model() throws Exception {
        PeerFigures figures = PeerFigures.of("echo 'generate torch.float32 batch 8: 53.4 tokens/s'");
        assertThat(figures.generate(Shape.of("any.gguf"), 8)).hasValue(53.4);
    }

    @Test
    void a_program_that_fails_or_says_nothing_is_named() {
        for (String command : new String[] {"exit 3", "echo hello"}) {
            assertThatThrownBy(() -> PeerFigures.of(command))
                    .isInstanceOf(RunFailure.class)
                    .hasMessageContaining("Run it alone: " + command);
        }
    }
}
