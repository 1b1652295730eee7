package org.rlhfworkbench.feedback.agreement;

/**
 * A measured share or mean with its 95 % interval.
 *
 * @param n how many observations
 */
public record Figure(double value, long n, double low, double high) {}
