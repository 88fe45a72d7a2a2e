/**
 * Reverse mode: derivatives of a graph's values with respect to its inputs, in plain loops of
 * float64, for studies and not for speed. It knows the operators of residual networks and may use
 * the graph and its vocabulary only. Start with {@link
 * dev.lanewise.engine.reference.gradient.Evaluation}.
 */
@NullMarked
package dev.lanewise.engine.reference.gradient;

import org.jspecify.annotations.NullMarked;
