/**
 * The inference core's API: a {@link dev.lanewise.engine.Graph} is compiled to a {@link
 * dev.lanewise.engine.Model}, a model makes {@link dev.lanewise.engine.Session}s, a session runs.
 */
@NullMarked
package dev.lanewise.engine;

import org.jspecify.annotations.NullMarked;
