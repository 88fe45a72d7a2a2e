/**
 * The innermost loops, and the only package that imports the Vector API. Kernels trust their
 * callers and import nothing else of the engine. Start with {@link
 * dev.lanewise.engine.internal.kernel.KernelSet}, which picks the kernels of this machine once.
 */
@NullMarked
package dev.lanewise.engine.internal.kernel;

import org.jspecify.annotations.NullMarked;
