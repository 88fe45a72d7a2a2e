/**
 * The command line: one class per command, started by {@link dev.lanewise.bench.cli.Main}. Commands
 * are thin: they check arguments, call the engine's and the blocks' public API, and print. Only
 * this package knows picocli.
 */
@NullMarked
package dev.lanewise.bench.cli;

import org.jspecify.annotations.NullMarked;
