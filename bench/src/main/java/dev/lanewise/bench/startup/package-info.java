/**
 * What a process takes from its start to its first result and to full speed: {@link
 * dev.lanewise.bench.startup.FirstRuns} is the process that is watched, {@link
 * dev.lanewise.bench.startup.PeerFirstRuns} that of another library, {@link
 * dev.lanewise.bench.startup.Launch} starts one and takes the time.
 */
@NullMarked
package dev.lanewise.bench.startup;

import org.jspecify.annotations.NullMarked;
