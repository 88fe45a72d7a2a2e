/**
 * The specification: plain loops that run any graph. Slow on purpose, and the naive baseline that
 * the benchmarks name. Start with {@link dev.lanewise.engine.reference.Interpreter}.
 */
@NullMarked
package dev.lanewise.engine.reference;

import org.jspecify.annotations.NullMarked;
