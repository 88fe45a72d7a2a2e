package dev.lanewise.bench.cli;

/**
 * A picture that was classified.
 *
 * @param name as it was given
 * @param millis the network's run, without reading the picture
 * @param ranking its likeliest classes
 */
record Classified(String name, double millis, Ranking ranking) {}
