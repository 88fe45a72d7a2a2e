/**
 * What the engine is timed beside: the same graphs run by plain loops over heap arrays, naive ones
 * and ones that C2 vectorises by itself. {@link dev.lanewise.bench.baseline.Workload} brings all of
 * them together and refuses to be timed where their bits differ.
 */
@NullMarked
package dev.lanewise.bench.baseline;

import org.jspecify.annotations.NullMarked;
