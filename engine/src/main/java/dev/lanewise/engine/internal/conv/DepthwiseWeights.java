package dev.lanewise.engine.internal.conv;

import java.lang.foreign.MemorySegment;

/**
 * Weights [taps][channels] and a bias [channels] of a depthwise convolution, the channels padded
 * with zeros as those of activations are.
 */
public record DepthwiseWeights(MemorySegment data, MemorySegment bias, int channels) {}
