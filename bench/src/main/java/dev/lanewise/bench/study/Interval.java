package dev.lanewise.bench.study;

/**
 * An estimate.
 *
 * @param low where its 95 % interval begins
 * @param high where it ends
 */
public record Interval(double value, double low, double high) {}
