package org.rlhfworkbench.reward.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.run.Figure;
import org.rlhfworkbench.lm.tokenizer.Message;
import org.rlhfworkbench.reward.ranking.Comparisons;
import org.rlhfworkbench.reward.ranking.JudgedPrompt;
import org.rlhfworkbench.reward.ranking.Judgement;
import org.rlhfworkbench.reward.ranking.Ties;

class RewardEvaluationTest {

    private static final List<List<Integer>> SECOND_FIRST = List.of(List.of(1), List.of(0));
    private static final List<List<Integer>> FIRST_SECOND = List.of(List.of(0), List.of(1));
    private static final List<List<Integer>> TIE = List.of(List.of(0, 1));

    @Test
    void accuracy_counts_wins_and_half_of_the_equal_scores_and_leaves_ties_of_people_out() {
        RewardEvaluation evaluation = evaluate(
                List.of(prompt(SECOND_FIRST), prompt(FIRST_SECOND), prompt(FIRST_SECOND), prompt(TIE)),
                new float[] {0, 1},
                new float[] {0, 1},
                new float[] {2, 2},
                new float[] {0, 9});
        assertThat(evaluation.accuracy().value()).isCloseTo(0.5, within(1e-9));
        assertThat(evaluation.pairs().value()).isEqualTo(3);
        double expected = (Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(1)) + Math.log(2)) / 3;
        assertThat(evaluation.logLoss().value()).isCloseTo(expected, within(1e-6));
    }

    @Test
    void the_longer_response_is_the_baseline() {
        RewardEvaluation evaluation =
                evaluate(List.of(prompt(SECOND_FIRST), prompt(FIRST_SECOND)), new float[] {0, 1}, new float[] {1, 0});
        assertThat(evaluation.baselines().longerWins().value()).isEqualTo(0.5);
        assertThat(evaluation.accuracy().value()).isEqualTo(1);
    }

    @Test
    void sure_and_always_right_is_well_calibrated_and_sure_and_always_wrong_is_not() {
        RewardEvaluation right = evaluate(List.of(prompt(SECOND_FIRST)), new float[] {0, 20});
        RewardEvaluation wrong = evaluate(List.of(prompt(FIRST_SECOND)), new float[] {0, 20});
        assertThat(right.ece().value()).isCloseTo(0, within(1e-6));
        assertThat(wrong.ece().value()).isCloseTo(1, within(1e-6));
    }

    @Test
    void the_human_ceiling_is_the_agreement_of_those_who_judged_the_same_pair() {
        JudgedPrompt agreed = prompt(SECOND_FIRST, SECOND_FIRST);
        JudgedPrompt opposed = prompt(SECOND_FIRST, FIRST_SECOND);
        RewardEvaluation evaluation = evaluate(List.of(agreed, opposed), new float[] {0, 1}, new float[] {0, 1});
        assertThat(Objects.requireNonNull(evaluation.humanCeiling()).value()).isEqualTo(0.5);
        assertThat(evaluate(List.of(prompt(SECOND_FIRST)), new float[] {0, 1}).humanCeiling())
                .isNull();
    }

    @Test
    void nothing_to_judge_gives_no_figures() {
        assertThat(RewardEvaluation.of(List.of(prompt(TIE)), List.of(new float[] {0, 1})))
                .isNull();
    }

    @Test
    void comparisons_of_few_prompts_are_less_sure_than_as_many_of_different_ones() {
        Clusters apart = new Clusters();
        Clusters together = new Clusters();
        for (int i = 0; i < 100; i++) {
            apart.add(i % 4 == 0 ? 0 : 1, 1);
        }
        for (int i = 0; i < 4; i++) {
            together.add(i == 0 ? 0 : 25, 25);
        }
        assertThat(apart.share().value()).isEqualTo(together.share().value());
        assertThat(width(together.share())).isGreaterThan(3 * width(apart.share()));
    }

    @Test
    void a_perfect_share_still_has_an_interval() {
        Clusters clusters = new Clusters();
        clusters.add(6, 6);
        clusters.add(6, 6);
        assertThat(clusters.share().high()).isEqualTo(1);
        assertThat(clusters.share().low()).isBetween(0.2, 0.6);
    }

    private static double width(Figure figure) {
        return figure.high() - figure.low();
    }

    private static RewardEvaluation evaluate(List<JudgedPrompt> prompts, float[]... scores) {
        return Objects.requireNonNull(RewardEvaluation.of(prompts, List.of(scores)));
    }

    /** The second response is the longer one. */
    @SafeVarargs
    private static JudgedPrompt prompt(List<List<Integer>>... rankings) {
        List<Judgement> judgements = new ArrayList<>();
        for (List<List<Integer>> groups : rankings) {
            judgements.add(new Judgement("p" + judgements.size(), Comparisons.implied(2, groups, Ties.HALF)));
        }
        List<List<Message>> responses =
                List.of(List.of(Message.assistant("short")), List.of(Message.assistant("a longer one")));
        return new JudgedPrompt("1", List.of(Message.user("hi")), responses, judgements);
    }
}
