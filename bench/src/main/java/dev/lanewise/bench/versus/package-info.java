/**
 * The engine beside its peers, in pairs. {@link dev.lanewise.bench.versus.PairProcess} starts a JVM
 * for each pair, {@link dev.lanewise.bench.versus.PairMain} runs in it; {@link
 * dev.lanewise.bench.versus.Alternation} is how they are timed.
 */
@NullMarked
package dev.lanewise.bench.versus;

import org.jspecify.annotations.NullMarked;
