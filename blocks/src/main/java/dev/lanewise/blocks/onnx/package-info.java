/**
 * Networks in the format of other runtimes: {@link dev.lanewise.blocks.onnx.OnnxReader} makes a
 * graph of a model, {@link dev.lanewise.blocks.onnx.OnnxWriter} exports one. Only this package uses
 * ONNX's protobuf classes.
 *
 * <p>Reading goes through {@link dev.lanewise.blocks.onnx.GraphReader} node by node: a {@link
 * dev.lanewise.blocks.onnx.Translator}, one class for each family of operators, drafts what becomes
 * of a node, {@link dev.lanewise.blocks.onnx.Folding} computes what depends on constants alone, and
 * {@link dev.lanewise.blocks.onnx.Placement} puts the rest into the engine's graph.
 */
@NullMarked
package dev.lanewise.blocks.onnx;

import org.jspecify.annotations.NullMarked;
