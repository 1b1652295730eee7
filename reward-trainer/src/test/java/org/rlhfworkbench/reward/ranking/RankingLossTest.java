package org.rlhfworkbench.reward.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.reward.SharedData;
import tools.jackson.databind.JsonNode;

class RankingLossTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void the_worked_numbers_of_rankings_with_ties_and_margins_come_out_with_their_gradients() {
        for (JsonNode example : SharedData.json("golden/ranking-loss.json").get("cases")) {
            double[] scores = doubles(example.get("scores"));
            Comparisons comparisons = comparisons(example, scores.length);
            Result result = differentiate(scores, List.of(comparisons));
            String name = example.get("name").asString();
            assertThat(comparisons.list())
                    .as(name)
                    .hasSize(example.get("comparisons").asInt());
            assertThat(result.loss).as(name).isCloseTo(example.get("loss").asDouble(), within(1e-6));
            assertThat(result.gradient).as(name).containsExactly(doubles(example.get("grad")), within(1e-6));
        }
    }

    @Test
    void equal_scores_cost_one_bit_and_pull_apart_by_half() {
        Result result = differentiate(new double[] {3, 3}, List.of(ranking(2, List.of(0), List.of(1))));
        assertThat(result.loss).isCloseTo(Math.log(2), within(1e-12));
        assertThat(result.gradient).containsExactly(new double[] {-0.5, 0.5}, within(1e-12));
    }

    @Test
    void swapping_a_pair_flips_the_logit() {
        double right = differentiate(new double[] {1.5, 0}, List.of(ranking(2, List.of(0), List.of(1)))).loss;
        double wrong = differentiate(new double[] {1.5, 0}, List.of(ranking(2, List.of(1), List.of(0)))).loss;
        assertThat(right).isCloseTo(Math.log(1 + Math.exp(-1.5)), within(1e-9));
        assertThat(wrong - right).isCloseTo(1.5, within(1e-9));
    }

    @Test
    void a_prompt_with_many_comparisons_counts_as_much_as_one_with_a_single_one() {
        Comparisons three = ranking(3, List.of(0), List.of(1), List.of(2));
        Comparisons two = ranking(2, List.of(0), List.of(1));
        double ofThree = differentiate(new double[] {.3, -1, .7}, List.of(three)).loss;
        double ofTwo = differentiate(new double[] {.2, .9}, List.of(two)).loss;
        double both = differentiate(new double[] {.3, -1, .7, .2, .9}, List.of(three, two)).loss;
        assertThat(both).isCloseTo((ofThree + ofTwo) / 2, within(1e-12));
    }

    @Test
    void a_prompt_without_comparisons_is_left_out_of_the_average() {
        Comparisons two = ranking(2, List.of(0), List.of(1));
        double alone = differentiate(new double[] {.2, .9}, List.of(two)).loss;
        Comparisons tied = ranking(2, List.of(0, 1));
        assertThat(differentiate(new double[] {.2, .9, 5, 7}, List.of(two, tied)).loss)
                .isCloseTo(alone, within(1e-12));
    }

    @Test
    void float_scores_give_a_float_loss() {
        NDArray loss = RankingLoss.of(manager.create(new float[] {1, 0}), List.of(ranking(2, List.of(0), List.of(1))));
        assertThat(loss.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(loss.getFloat()).isCloseTo((float) Math.log(1 + Math.exp(-1)), within(1e-6f));
    }

    private record Result(double loss, double[] gradient) {}

    private Result differentiate(double[] scores, List<Comparisons> prompts) {
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray array = manager.create(scores);
            array.setRequiresGradient(true);
            NDArray loss = RankingLoss.of(array, prompts);
            gradients.backward(loss);
            return new Result(loss.getDouble(), array.getGradient().toDoubleArray());
        }
    }

    @SafeVarargs
    private static Comparisons ranking(int responses, List<Integer>... groups) {
        return Comparisons.implied(responses, List.of(groups), Ties.DROP);
    }

    private static Comparisons comparisons(JsonNode example, int responses) {
        List<List<Integer>> groups = new ArrayList<>();
        for (JsonNode group : example.get("tie_groups_best_first")) {
            List<Integer> members = new ArrayList<>();
            group.forEach(member -> members.add(member.asInt()));
            groups.add(members);
        }
        Ties ties = example.get("ties").asString().equals("half") ? Ties.HALF : Ties.DROP;
        List<Comparison> list = new ArrayList<>();
        for (Comparison comparison :
                Comparisons.implied(responses, groups, ties).list()) {
            double margin = 0;
            for (JsonNode given : example.get("margins")) {
                if (given.get("winner").asInt() == comparison.better()
                        && given.get("loser").asInt() == comparison.worse()) {
                    margin = given.get("margin").asDouble();
                }
            }
            list.add(comparison.withMargin(margin));
        }
        return new Comparisons(responses, list);
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }
}
