package org.rlhfworkbench.lm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.inference.LogProbs;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.sampling.Batch;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.sampling.Sequence;
import org.rlhfworkbench.lm.server.GenerationJob.Event;
import org.rlhfworkbench.lm.server.GenerationJob.Failed;
import org.rlhfworkbench.lm.server.GenerationJob.Finished;
import org.rlhfworkbench.lm.server.GenerationJob.Piece;

/** The queue with a real model, whose steps the test lets go one at a time. */
@Timeout(60)
class GenerationQueueTest {

    private static final String PROMPT = "Once";

    @TempDir
    Path folder;

    private LanguageModel model;
    private StepByStep batch;
    private ServedModel served;
    private GenerationQueue queue;

    @BeforeEach
    void start() {
        model = LanguageModel.load(TinyModel.write(folder.resolve("tiny"), 2), Device.cpu());
        served = ServedModel.of("tiny", model, 2);
        batch = new StepByStep(served.batch());
        queue = new GenerationQueue(batch, 8);
    }

    @AfterEach
    void stop() throws InterruptedException {
        batch.steps.release(1_000_000);
        queue.close();
        model.close();
    }

    // ---------------------------------------------------------------- together

    @Test
    void two_requests_share_steps_and_the_third_takes_the_place_of_the_first_that_ends() throws Exception {
        GenerationJob brief = submit("\"temperature\": 0, \"max_tokens\": 3");
        GenerationJob lengthy = submit("\"temperature\": 0, \"max_tokens\": 20");
        GenerationJob third = submit("\"temperature\": 0, \"max_tokens\": 5");
        batch.steps.release(1_000_000);
        int drawn = drawn(brief) + drawn(lengthy) + drawn(third);
        assertThat(drawn).isEqualTo(28);
        // The first token comes with the prompt. The longest takes 19 steps, and at most one went by before it came.
        assertThat(batch.taken).isBetween(19, 20);
    }

    @Test
    void a_cancelled_request_frees_its_place_at_its_next_token() throws Exception {
        GenerationJob cancelled = submit("\"temperature\": 0, \"max_tokens\": 30");
        GenerationJob beside = submit("\"temperature\": 0, \"max_tokens\": 30");
        GenerationJob waiting = submit("\"temperature\": 0, \"max_tokens\": 2");
        batch.steps.release(4);
        batch.done.acquire(4); // The one to be cancelled has to be under way, not in the queue.
        queue.cancel(cancelled);
        batch.steps.release(1_000_000);
        assertThat(drawn(waiting)).isEqualTo(2);
        assertThat(drawn(cancelled)).isLessThan(30);
        assertThat(drawn(beside)).isEqualTo(30);
    }

    @Test
    void what_fails_in_a_step_fails_those_in_the_batch_and_nobody_after_them() throws Exception {
        batch.failure = new OutOfMemoryError("no memory for the cache");
        GenerationJob failing = submit("\"temperature\": 0, \"max_tokens\": 30");
        batch.steps.release(1_000_000);
        assertThat(last(failing)).isInstanceOf(Failed.class);
        batch.failure = null;
        assertThat(drawn(submit("\"temperature\": 0, \"max_tokens\": 2"))).isEqualTo(2);
    }

    @Test
    void each_request_is_drawn_in_its_own_way_beside_others() throws Exception {
        batch.steps.release(1_000_000);
        List<String> settings = List.of(
                "\"temperature\": 0",
                "\"seed\": 3",
                "\"seed\": 3, \"temperature\": 0.5, \"top_k\": 5",
                "\"seed\": 4, \"top_p\": 0.5");
        List<String> alone = new ArrayList<>();
        for (String one : settings) {
            alone.add(text(submit(one + ", \"max_tokens\": 16")));
        }
        List<GenerationJob> together = new ArrayList<>();
        settings.forEach(one -> together.add(submit(one + ", \"max_tokens\": 16")));
        for (int i = 0; i < settings.size(); i++) {
            assertThat(text(together.get(i))).isEqualTo(alone.get(i));
        }
        assertThat(alone).doesNotHaveDuplicates();
    }

    // ---------------------------------------------------------------- log-probabilities

    @Test
    void log_probabilities_equal_those_of_scoring_the_whole_text() throws Exception {
        batch.steps.release(1_000_000);
        GenerationJob job = submit("\"temperature\": 0.6, \"seed\": 5, \"max_tokens\": 12, \"logprobs\": 2");
        List<TokenLogProb> found = new ArrayList<>();
        for (Event event = job.poll(20_000); event instanceof Piece piece; event = job.poll(20_000)) {
            found.addAll(piece.tokens());
        }
        int[] prompt = model.tokenizer().encodeWhole(PROMPT);
        float[] expected = LogProbs.of(model, List.of(drawnAlone(prompt))).getFirst();
        assertThat(found).isNotEmpty();
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).logProb()).isCloseTo(expected[prompt.length - 1 + i], within(1e-4));
            assertThat(found.get(i).likeliest()).hasSize(2);
        }
    }

    /** The prompt and what is drawn after it without a server. */
    private int[] drawnAlone(int[] prompt) {
        SamplingSettings settings =
                new SamplingSettings(0.6, 0, 1, 12, model.template().stopTokens(), 5);
        try (Sampler sampler = new Sampler(model)) {
            int[] drawn = sampler.sample(List.of(prompt), settings).getFirst().tokens();
            return IntStream.concat(IntStream.of(prompt), IntStream.of(drawn)).toArray();
        }
    }

    // ---------------------------------------------------------------- fixtures

    /** Takes a step for each permit, and counts them. */
    private static final class StepByStep implements Batch {

        private final Batch batch;
        private final Semaphore steps = new Semaphore(0);
        private final Semaphore done = new Semaphore(0);
        private volatile int taken;
        private volatile @Nullable Error failure;

        StepByStep(Batch batch) {
            this.batch = batch;
        }

        @Override
        public int room() {
            return batch.room();
        }

        @Override
        public boolean isEmpty() {
            return batch.isEmpty();
        }

        @Override
        public void admit(List<Sequence> sequences) {
            batch.admit(sequences);
        }

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField") // The worker alone writes it.
        public void step() {
            if (batch.isEmpty()) {
                return;
            }
            steps.acquireUninterruptibly();
            if (failure != null) {
                throw failure;
            }
            taken++;
            batch.step();
            done.release();
        }

        @Override
        public void clear() {
            batch.clear();
        }

        @Override
        public void close() {
            batch.close();
        }
    }

    private GenerationJob submit(String settings) {
        String body = "{\"prompt\": \"" + PROMPT + "\", " + settings + "}";
        ApiRequest request = ApiRequest.parse(body.getBytes(StandardCharsets.UTF_8), false);
        GenerationJob job = new GenerationJob(served, request);
        queue.submit(job);
        return job;
    }

    private static Event last(GenerationJob job) throws InterruptedException {
        Event event = job.poll(20_000);
        while (event instanceof Piece) {
            event = job.poll(20_000);
        }
        return Objects.requireNonNull(event);
    }

    private static int drawn(GenerationJob job) throws InterruptedException {
        return ((Finished) last(job)).tokens();
    }

    private static String text(GenerationJob job) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (Event event = job.poll(20_000); event instanceof Piece piece; event = job.poll(20_000)) {
            text.append(piece.text());
        }
        return text.toString();
    }
}
