package org.rlhfworkbench.policy.kindness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class KindnessTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "The dog helped the cat.",
                "\"I can help you!\" said Tim.",
                "They shared the cake.",
                "She was a kind girl.",
                "He spoke kindly.",
                "Mom gave her a hug.",
                "The hen took care\nof the chick.",
                "\"I forgive you,\" said Ravi.",
                "He comforted the dog."
            })
    void a_story_in_which_somebody_is_kind_satisfies_the_rule(String story) {
        assertThat(Kindness.satisfies(story)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The dog chased the cat.",
                "He would not help her.",
                "They didn't share.",
                "What kind of bird is it?",
                "It was a new kind, he said.",
                "There were many kinds.",
                "A huge bear sat there.",
                "She was careful.",
                ""
            })
    void a_story_without_kindness_or_with_a_denied_one_does_not(String story) {
        assertThat(Kindness.satisfies(story)).isFalse();
    }

    @Test
    void kind_outputs_are_tied_above_the_others() {
        var sample = JsonMapper.shared().readTree("""
                        {"prompt_id": "p", "prompt": "Tell me a story.", "responses": [
                          {"id": "a", "content": "A cat ran.", "model": "m", "seed": 1, "finish_reason": "stop"},
                          {"id": "b", "content": "A cat shared.", "model": "m", "seed": 1, "finish_reason": "stop"},
                          {"id": "c", "content": "A cat was kind.", "model": "m", "seed": 1, "finish_reason": "stop"}]}""");

        var groups = Kindness.ranking(sample).get("rankings").get(0).get("groups");

        assertThat(groups.toString()).isEqualTo("[[\"b\",\"c\"],[\"a\"]]");
    }

    @Test
    void every_request_occurs_once_and_the_seed_draws_the_order() {
        assertThat(Kindness.requests(1)).doesNotHaveDuplicates().hasSize(36 * 24);
        assertThat(Kindness.requests(1)).isEqualTo(Kindness.requests(1)).isNotEqualTo(Kindness.requests(2));
        assertThat(Kindness.requests(1)).noneMatch(Kindness::satisfies);
    }

    /** Worked by hand from the score interval: p = 1/4, n = 100, z = 1.96. */
    @Test
    void a_share_has_the_score_interval() {
        Kindness.Share share = Kindness.Share.of(25, 100);

        assertThat(share.low()).isCloseTo(0.1755, within(5e-4));
        assertThat(share.high()).isCloseTo(0.3430, within(5e-4));
    }
}
