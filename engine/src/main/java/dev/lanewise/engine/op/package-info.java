/**
 * The vocabulary: one record per operator, with its formula, shape rule, checks and source. Records
 * are pure data and know nothing of how they are executed. Start with {@link
 * dev.lanewise.engine.op.Op}.
 */
@NullMarked
package dev.lanewise.engine.op;

import org.jspecify.annotations.NullMarked;
