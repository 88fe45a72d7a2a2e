/** Benchmarks of single layers, over the lists of shapes that the tests share. */
@NullMarked
package dev.lanewise.bench.op;

import org.jspecify.annotations.NullMarked;
