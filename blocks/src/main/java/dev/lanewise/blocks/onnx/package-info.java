/**
 * Networks in the format of other runtimes: {@link dev.lanewise.blocks.onnx.OnnxWriter} exports a
 * graph. Only this package uses ONNX's protobuf classes.
 */
@NullMarked
package dev.lanewise.blocks.onnx;

import org.jspecify.annotations.NullMarked;
