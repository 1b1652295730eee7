package org.rlhfworkbench.reward.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.rlhfworkbench.lm.run.Figure;

/** Observations that come in clusters, here the comparisons of one prompt, which resemble each other. */
public final class Clusters {

    private static final double Z = 1.959963984540054;

    private record Cluster(double sum, long count) {}

    private final List<Cluster> clusters = new ArrayList<>();

    /**
     * One cluster more; nothing if it is empty.
     *
     * @param sum of its observations
     * @param count how many there are
     */
    public void add(double sum, long count) {
        if (count > 0) {
            clusters.add(new Cluster(sum, count));
        }
    }

    public boolean isEmpty() {
        return clusters.isEmpty();
    }

    /** How many observations there are in all clusters. */
    public long count() {
        return clusters.stream().mapToLong(Cluster::count).sum();
    }

    /**
     * A share of successes: Wilson's interval for the number of observations divided by the design effect, which is the
     * variance between clusters over the binomial one (Kish 1965, section 8.2). Where all observations agree, the effect
     * cannot be seen and each cluster counts as one observation.
     */
    public Figure share() {
        double mean = mean();
        double binomial = mean * (1 - mean) / count();
        double effect = binomial > 0 ? Math.max(1, varianceOfMean() / binomial) : count() / (double) clusters.size();
        double n = count() / effect;
        double denominator = 1 + Z * Z / n;
        double centre = (mean + Z * Z / (2 * n)) / denominator;
        double half = Z * Math.sqrt(mean * (1 - mean) / n + Z * Z / (4 * n * n)) / denominator;
        return new Figure(mean, count(), Math.clamp(centre - half, 0, mean), Math.clamp(centre + half, mean, 1));
    }

    /** A mean with a normal interval from the variance between clusters. */
    public Figure average() {
        double half = Z * Math.sqrt(varianceOfMean());
        return new Figure(mean(), count(), mean() - half, mean() + half);
    }

    private double mean() {
        return clusters.stream().mapToDouble(Cluster::sum).sum() / count();
    }

    /** The mean is a ratio of sums over clusters: Cochran 1977, eq. 2.46. One cluster tells nothing about it. */
    private double varianceOfMean() {
        double m = clusters.size();
        double mean = mean();
        double squares = clusters.stream()
                .mapToDouble(cluster -> Math.pow(cluster.sum - mean * cluster.count, 2))
                .sum();
        return m < 2 ? 1 : squares / Math.pow(count(), 2) * m / (m - 1);
    }
}
