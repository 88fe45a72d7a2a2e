/**
 * Graph to graph: one class per pass, each leaving a graph that the reference interpreter runs and
 * that gives the same outputs under the same names. Uses the root package, the vocabulary and the
 * interpreter, and knows nothing of how a graph is executed. Start with {@link
 * dev.lanewise.engine.internal.compile.Compiler}.
 */
@NullMarked
package dev.lanewise.engine.internal.compile;

import org.jspecify.annotations.NullMarked;
