/**
 * Pictures on their way into a network: decoding, orientation, resizing, cropping, normalising,
 * each as Pillow and torchvision do it.
 *
 * <p>Start at {@link dev.lanewise.blocks.image.Picture} and {@link
 * dev.lanewise.blocks.image.Preprocessing}. May use ImageIO and the engine's tensors; nothing of
 * the rest of the blocks. What is done in which order, and what it follows: {@code
 * docs/pictures.md} of this module.
 */
@NullMarked
package dev.lanewise.blocks.image;

import org.jspecify.annotations.NullMarked;
