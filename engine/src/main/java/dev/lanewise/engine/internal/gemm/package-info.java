/**
 * Blocked matrix product over packed weights: {@link
 * dev.lanewise.engine.internal.gemm.PackedMatrix} is the right side, {@link
 * dev.lanewise.engine.internal.gemm.Gemm} walks blocks and panels. Uses the kernels and nothing
 * else of the engine.
 */
@NullMarked
package dev.lanewise.engine.internal.gemm;

import org.jspecify.annotations.NullMarked;
