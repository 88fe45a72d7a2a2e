/**
 * What a process takes from its start to its first result and to full speed: {@link
 * dev.lanewise.bench.startup.FirstRuns} is the process that is watched, {@link
 * dev.lanewise.bench.startup.Launch} starts it and takes the time.
 */
@NullMarked
package dev.lanewise.bench.startup;

import org.jspecify.annotations.NullMarked;
