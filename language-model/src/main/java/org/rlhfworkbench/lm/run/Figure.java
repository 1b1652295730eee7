package org.rlhfworkbench.lm.run;

/**
 * A measured figure of {@code evaluation.json} with its 95 % interval.
 *
 * @param n how many independent observations it rests on
 */
public record Figure(double value, long n, double low, double high) {

    private static final double Z = 1.959963984540054;

    /** A mean with its normal interval, mean ± 1.96 s/√n. */
    public static Figure mean(double[] observations) {
        int n = observations.length;
        double mean = 0;
        for (double x : observations) {
            mean += x / n;
        }
        double squares = 0;
        for (double x : observations) {
            squares += (x - mean) * (x - mean);
        }
        double half = n > 1 ? Z * Math.sqrt(squares / (n - 1) / n) : Double.NaN;
        return n == 0 ? exactly(Double.NaN, 0) : new Figure(mean, n, mean - half, mean + half);
    }

    /** A share with Wilson's interval, which stays inside 0 … 1. Half a success is allowed, for ties. */
    public static Figure share(double successes, long n) {
        if (n == 0) {
            return exactly(Double.NaN, 0);
        }
        double p = successes / n;
        double denominator = 1 + Z * Z / n;
        double centre = (p + Z * Z / (2 * n)) / denominator;
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4.0 * n * n)) / denominator;
        return new Figure(p, n, Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /** A figure without an interval of its own. */
    public static Figure exactly(double value, long n) {
        return new Figure(value, n, value, value);
    }
}
