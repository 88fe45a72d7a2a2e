/**
 * What residual networks are made of. {@link dev.lanewise.blocks.Layers} adds one layer at a time
 * to a graph; the blocks, such as {@link dev.lanewise.blocks.BasicBlock} and {@link
 * dev.lanewise.blocks.PreActBlock}, read like the figures of the papers they come from. Whole
 * networks are in {@link dev.lanewise.blocks.model}.
 */
@NullMarked
package dev.lanewise.blocks;

import org.jspecify.annotations.NullMarked;
