/**
 * The {@link dev.lanewise.engine.op.ArrayOp array operators}: plain loops over strided views of
 * memory, the same for the reference and for sessions, cut into parts for any number of threads.
 */
@NullMarked
package dev.lanewise.engine.internal.array;

import org.jspecify.annotations.NullMarked;
