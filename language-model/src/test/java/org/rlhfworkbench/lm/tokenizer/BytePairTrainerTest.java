package org.rlhfworkbench.lm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.jinja.Text;
import org.rlhfworkbench.lm.tokenizer.BytePairVocabulary.Merge;

class BytePairTrainerTest {

    private static final List<String> SPECIAL = List.of("<|endoftext|>", "<|pad|>", "<|im_start|>", "<|im_end|>");
    private static final int A = 4 + 'a';
    private static final int B = 4 + 'b';
    private static final int C = 4 + 'c';

    @TempDir
    Path folder;

    @Test
    void the_most_frequent_pair_is_merged_first() {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.count("abc abc ab"); // words "abc", " abc", " ab"
        // ab occurs 3 times; then ⟨space⟩+ab and ab+c twice each, of which the space has the smaller id.
        assertThat(trainer.train(263, SPECIAL).merges()).containsExactly(new Merge(A, B), new Merge(4 + ' ', 260));
    }

    @Test
    void overlapping_pairs_in_one_word_are_merged_from_the_left() throws IOException {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.count("aaa,aaa,aaa");
        trainer.train(261, SPECIAL).write(folder, "<|im_end|>", "<|pad|>", 512);
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertThat(tokenizer.encode("aaa")).containsExactly(260, A);
        }
    }

    @Test
    void learning_stops_when_no_pair_occurs_twice() {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.count("abc");
        assertThat(trainer.train(1000, SPECIAL).size()).isEqualTo(260);
    }

    @Test
    void the_order_of_the_texts_does_not_matter() {
        BytePairTrainer one = new BytePairTrainer();
        one.count("ab bc");
        one.count("ca ab bc");
        BytePairTrainer other = new BytePairTrainer();
        other.count("ca ab bc");
        other.count("ab bc");
        assertThat(one.train(300, SPECIAL)).isEqualTo(other.train(300, SPECIAL));
    }

    @Test
    void incremental_counts_equal_counting_anew_before_each_merge() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append((char) ('a' + random.nextInt(3))).append(random.nextInt(5) == 0 ? " " : "");
        }
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.count(text.toString());
        assertThat(trainer.train(320, SPECIAL).merges()).isEqualTo(NaiveBytePairs.merges(text.toString(), 4, 60));
    }

    @Test
    void special_tokens_have_the_first_ids_and_typed_ones_are_text() throws IOException {
        try (Tokenizer tokenizer = trained()) {
            for (int id = 0; id < SPECIAL.size(); id++) {
                assertThat(tokenizer.idOf(SPECIAL.get(id))).hasValue(id);
                assertThat(tokenizer.encode(Text.written(SPECIAL.get(id)))).containsExactly(id);
                assertThat(tokenizer.encode(SPECIAL.get(id)))
                        .hasSizeGreaterThan(1)
                        .doesNotContain(0, 1, 2, 3);
            }
            assertThat(tokenizer.idOf("a")).hasValue(A);
            assertThat(tokenizer.idOf("c")).hasValue(C);
        }
    }

    @Test
    void any_unicode_text_comes_back_as_it_was() throws IOException {
        Random random = new Random(1);
        try (Tokenizer tokenizer = trained()) {
            for (int round = 0; round < 200; round++) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < 40; i++) {
                    text.appendCodePoint(anyCodePoint(random));
                }
                String expected = text.toString();
                assertThat(tokenizer.decode(tokenizer.encode(expected), false)).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_long_text_is_not_cut_short() throws IOException {
        try (Tokenizer tokenizer = trained()) {
            String text = "The cat sat. ".repeat(5000);
            assertThat(tokenizer.decode(tokenizer.encode(text), false)).isEqualTo(text);
        }
    }

    @Test
    void a_lone_surrogate_becomes_the_replacement_character() throws IOException {
        try (Tokenizer tokenizer = trained()) {
            assertThat(tokenizer.decode(tokenizer.encode("a\uD83Db"), false)).isEqualTo("a\uFFFDb");
        }
    }

    @Test
    void a_vocabulary_smaller_than_the_bytes_is_refused() {
        assertThatThrownBy(() -> new BytePairTrainer().train(200, SPECIAL)).hasMessageContaining("at least 260");
    }

    @Test
    void padding_that_is_also_the_end_is_refused() {
        BytePairVocabulary vocabulary = new BytePairTrainer().train(260, SPECIAL);
        assertThatThrownBy(() -> vocabulary.write(folder, "<|pad|>", "<|pad|>", 512))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Tokenizer trained() throws IOException {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.count("Once upon a time there was a cat. The cat was afraid of the rain, and the rain fell.");
        trainer.train(300, SPECIAL).write(folder, "<|im_end|>", "<|pad|>", 512);
        return Tokenizer.load(folder);
    }

    private static int anyCodePoint(Random random) {
        int limit = random.nextBoolean() ? 0x250 : Character.MAX_CODE_POINT + 1;
        int codePoint = random.nextInt(limit);
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE ? ' ' : codePoint;
    }
}
