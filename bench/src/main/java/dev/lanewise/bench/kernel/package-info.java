/** Benchmarks of the innermost loops, and of the peak that they are measured against. */
@NullMarked
package dev.lanewise.bench.kernel;

import org.jspecify.annotations.NullMarked;
