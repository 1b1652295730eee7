package org.rlhfworkbench.lm.checkpoint;

import java.util.Arrays;
import java.util.Optional;

/**
 * A tensor as a file's header states it, checked against the file's length.
 *
 * @param type empty if it is of a type that is not read here
 * @param typeName as the file calls the type
 * @param shape row-major, the last dimension being a row
 * @param from where its bytes begin in the file
 * @param bytes how many they are
 */
record TensorPlace(Optional<TensorType> type, String typeName, long[] shape, long from, long bytes) {

    /** The number of values; 1 for a scalar. */
    long size() {
        return Arrays.stream(shape).reduce(1, (count, length) -> count * length);
    }

    /** Values in a row. */
    long rowLength() {
        return shape.length == 0 ? 1 : shape[shape.length - 1];
    }
}
