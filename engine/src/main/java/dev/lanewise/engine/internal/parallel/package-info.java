/**
 * The threads of a session. Knows nothing of what they run; may be imported by any internal
 * package.
 */
@NullMarked
package dev.lanewise.engine.internal.parallel;

import org.jspecify.annotations.NullMarked;
