/** Benchmarks of residual blocks and whole networks. */
@NullMarked
package dev.lanewise.bench.model;

import org.jspecify.annotations.NullMarked;
