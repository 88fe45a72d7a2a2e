/** Runs models beside the inputs and outputs that are stored with them. */
@NullMarked
package dev.lanewise.bench.conform;

import org.jspecify.annotations.NullMarked;
