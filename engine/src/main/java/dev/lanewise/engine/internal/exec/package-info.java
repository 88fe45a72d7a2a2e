/**
 * From a compiled graph to something that runs: {@link
 * dev.lanewise.engine.internal.exec.ProgramBuilder} chooses layouts and algorithms and plans the
 * slab, {@link dev.lanewise.engine.internal.exec.Program} is the run loop over it.
 */
@NullMarked
package dev.lanewise.engine.internal.exec;

import org.jspecify.annotations.NullMarked;
