/**
 * Where trained values come from: {@link dev.lanewise.blocks.weights.Weights} is what a network is
 * built from, {@link dev.lanewise.blocks.weights.Safetensors} and {@link
 * dev.lanewise.blocks.weights.SeededWeights} are its sources, and {@link
 * dev.lanewise.blocks.weights.Npy} reads and writes single tensors. Every reader copies what it
 * reads into memory of its own; nothing computes on a mapped file.
 */
@NullMarked
package dev.lanewise.blocks.weights;

import org.jspecify.annotations.NullMarked;
