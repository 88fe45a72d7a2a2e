/**
 * The gradient study: how the gradients of a network at neighbouring inputs resemble each other, by
 * depth. Start with {@link dev.lanewise.bench.study.GradientStudy}.
 */
@NullMarked
package dev.lanewise.bench.study;

import org.jspecify.annotations.NullMarked;
