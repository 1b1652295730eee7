package org.rlhfworkbench.lm.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.kernel.Draw;
import org.rlhfworkbench.lm.kernel.Kernels;
import org.rlhfworkbench.lm.kernel.NoGradients;
import org.rlhfworkbench.lm.model.KeyValueCache;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.Pass;
import org.rlhfworkbench.lm.model.TokenBatch;

/**
 * A batch with one key-value cache. All rows end at the same column, so that a step writes one column of all of them; a
 * row that came later begins at a later column, and what lies before that is masked. What a row draws does not depend on
 * the rows beside it, but for rounding: the engine may add in another order when there are more rows.
 *
 * <p>Shapes: B rows, T tokens of the prompts that come together, S columns from the first that any row uses, V vocabulary.
 * After an exception out of {@link #step} only {@link #clear} and {@link #close} make sense; an admission that fails
 * leaves the others as they were.
 */
final class RunningBatch implements Batch {

    /** Columns to add at least when the cache is full. */
    private static final int LEAST_GROWTH = 64;

    private final LanguageModel model;
    private final NDManager scope;
    private final int mostRows;
    private final List<Row> rows = new ArrayList<>();
    private int end;
    private @Nullable KeyValueCache store;

    /** The part of the store in use, and which of its columns a row sees, (B, its capacity); made anew when rows change. */
    private @Nullable KeyValueCache used;

    private @Nullable NDArray seen;

    /** A sequence and the column at which it begins. */
    private record Row(Sequence sequence, int start) {}

    RunningBatch(LanguageModel model, int mostRows) {
        this.model = model;
        this.mostRows = mostRows;
        this.scope = model.manager().newSubManager();
    }

    @Override
    public int room() {
        return mostRows - rows.size();
    }

    @Override
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public void admit(List<Sequence> sequences) {
        if (sequences.size() > room()) {
            throw new IllegalArgumentException(sequences.size() + " sequences are more than the " + room() + " places");
        }
        int before = rows.size();
        List<int[]> tokens = sequences.stream().map(Sequence::prompt).toList();
        int longest = tokens.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
        try (NoGradients frozen = new NoGradients();
                NDManager step = scope.newSubManager()) {
            makeRoom(sequences, longest);
            TokenBatch prompts = TokenBatch.leftPadded(step, tokens, model.padToken()); //        (B, T)
            NDArray logits; //                                                                    (B, V)
            try (KeyValueCache part = store().part(before, sequences.size(), end - longest, 0)) {
                logits = model.transformer().nextLogits(Pass.prefill(prompts, part), prompts.tokens());
            }
            sequences.forEach(sequence -> rows.add(new Row(sequence, end - sequence.prompt().length)));
            rowsChanged();
            draw(logits, before);
        } catch (RuntimeException | Error e) {
            rows.subList(before, rows.size()).clear();
            rowsChanged();
            throw e;
        }
    }

    @Override
    public void step() {
        if (rows.isEmpty()) {
            return;
        }
        try (NoGradients frozen = new NoGradients();
                NDManager step = scope.newSubManager()) {
            makeRoom(List.of(), end + 1);
            KeyValueCache cache = used();
            long[] last =
                    rows.stream().mapToLong(row -> row.sequence().lastToken()).toArray();
            NDArray tokens = step.create(last, new Shape(last.length, 1)); //                     (B, 1)
            NDArray mask = seen == null
                    ? null
                    : seen.get(step, new NDIndex().addAllDim().addSliceDim(0, cache.filled() + 1));
            NDArray logits = model.transformer().nextLogits(Pass.next(mask, cache), tokens); //   (B, V)
            end++;
            draw(logits, 0);
        }
    }

    /** Draws a token for each row from one on, and drops the rows that end with it. */
    private void draw(NDArray logits, int from) {
        List<Row> drawing = rows.subList(from, rows.size());
        List<Draw> how = drawing.stream().map(row -> row.sequence().next()).toList();
        NDList drawn = Kernels.draw(logits, how); //                                              2 × (B)
        long[] tokens = drawn.get(0).toLongArray();
        float[] logProbs = drawn.get(1).toFloatArray();
        int most = drawing.stream()
                .mapToInt(row -> row.sequence().likeliest())
                .max()
                .orElseThrow();
        Likely likely = Likely.of(logits, drawn.get(0), most);
        List<Integer> ended = new ArrayList<>();
        for (int i = 0; i < tokens.length; i++) {
            Sequence sequence = drawing.get(i).sequence();
            Drawn.Likeliest likeliest = likely.of(i, sequence.likeliest());
            if (!sequence.take(new Drawn((int) tokens[i], logProbs[i], likeliest))) {
                ended.add(from + i);
            }
        }
        ended.reversed().forEach(this::remove);
        if (rows.isEmpty()) {
            clear();
        }
    }

    /** The last row takes the place of the one that leaves. */
    private void remove(int index) {
        Row last = rows.removeLast();
        if (index < rows.size()) {
            store().copyRow(rows.size(), index, last.start(), end - last.start());
            rows.set(index, last);
        }
        rowsChanged();
    }

    // ---------------------------------------------------------------- the cache

    /** Sees to it that the rows end at a column at which prompts of a length can end, with a free one behind it. */
    private void makeRoom(List<Sequence> newcomers, int length) {
        int wanted = rows.size() + newcomers.size();
        int span = rows.isEmpty() ? 0 : end - first();
        boolean step = newcomers.isEmpty();
        if (store != null && wanted <= store.rows() && (step ? end < store.capacity() : length <= end)) {
            return;
        }
        int newEnd = step ? span : Math.max(span, length);
        int remaining = Stream.concat(rows.stream().map(Row::sequence), newcomers.stream())
                .mapToInt(Sequence::remaining)
                .max()
                .orElseThrow();
        int columns = newEnd + Math.min(remaining, Math.max(LEAST_GROWTH, newEnd / 2));
        int places = Math.min(mostRows, wanted == 1 ? 1 : 2 * Integer.highestOneBit(wanted - 1));
        KeyValueCache larger = model.transformer().cache(scope, places, columns);
        if (store != null) {
            store.copy(rows.size(), first(), span, larger, newEnd - span);
        }
        rows.replaceAll(row -> new Row(row.sequence(), row.start() + newEnd - end));
        forget();
        store = larger;
        end = newEnd;
    }

    private KeyValueCache store() {
        return Objects.requireNonNull(store);
    }

    /** The first column that any row uses. */
    private int first() {
        return rows.stream().mapToInt(Row::start).min().orElse(end);
    }

    private KeyValueCache used() {
        if (used == null) {
            int first = first();
            used = store().part(0, rows.size(), first, end - first);
            seen = rows.stream().allMatch(row -> row.start() == first) ? null : mask(first, used.capacity());
        }
        return used;
    }

    private NDArray mask(int first, int columns) {
        float[] mask = new float[rows.size() * columns];
        for (int row = 0; row < rows.size(); row++) {
            Arrays.fill(mask, row * columns + rows.get(row).start() - first, (row + 1) * columns, 1);
        }
        return scope.create(mask, new Shape(rows.size(), columns));
    }

    private void rowsChanged() {
        if (used != null) {
            used.close();
            used = null;
        }
        if (seen != null) {
            seen.close();
            seen = null;
        }
    }

    private void forget() {
        rowsChanged();
        if (store != null) {
            store.close();
            store = null;
        }
    }

    @Override
    public void clear() {
        rows.clear();
        forget();
    }

    @Override
    public void close() {
        scope.close();
    }
}
