/**
 * Whole networks, built from {@link dev.lanewise.blocks.weights.Weights}. Tensors and values have
 * the names of torchvision's modules. {@link dev.lanewise.blocks.model.Networks} lists them by
 * name.
 */
@NullMarked
package dev.lanewise.blocks.model;

import org.jspecify.annotations.NullMarked;
