package dev.lanewise.engine.internal.conv;

import java.lang.foreign.MemorySegment;

/**
 * Weights [channels / 16][taps][group][16] and a bias [channels] of a convolution in small groups,
 * the channels padded with zeros as those of activations are.
 *
 * @param group inputs, and outputs, of a group
 */
public record GroupWeights(MemorySegment data, MemorySegment bias, int group) {}
