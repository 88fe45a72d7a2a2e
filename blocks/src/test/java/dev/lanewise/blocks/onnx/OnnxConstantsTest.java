package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.floats;
import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.longs;
import static dev.lanewise.blocks.onnx.OnnxProtos.real;
import static dev.lanewise.blocks.onnx.OnnxProtos.reals;
import static dev.lanewise.blocks.onnx.OnnxProtos.tensor;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is computed while reading. */
class OnnxConstantsTest {
  @Test
  void constantIsATensorOrNumbers() {
    OneNode.of(1, "Constant")
        .with(tensor("value", floats("", List.of(1, 2), 1, 2)))
        .gives(Shape.of(1, 2), 1, 2);
    OneNode.of(12, "Constant").with(real("value_float", 5)).gives(Shape.of(), 5);
    OneNode.of(12, "Constant").with(reals("value_floats", 5, 6)).gives(Shape.of(2), 5, 6);
    OneNode.of(13, "Constant")
        .with(integer("value_int", -1))
        .givesLongs(0, ElementType.I64, Shape.of(), -1);
    OneNode.of(13, "Constant")
        .with(integers("value_ints", 1, 2))
        .givesLongs(0, ElementType.I64, Shape.of(2), 1, 2);
    OneNode.of(11, "Constant")
        .with(real("value_float", 5))
        .refused("node \"n\" (Constant): has no value that is supported");
  }

  @Test
  void filledTensorIsOfZerosOrOneNumber() {
    OneNode.of(9, "ConstantOfShape").longs(2, 2).gives(Shape.of(2, 2), 0, 0, 0, 0);
    OneNode.of(9, "ConstantOfShape").longs().gives(Shape.of(), 0);
    OneNode.of(9, "ConstantOfShape").longs(0).gives(Shape.of(0));
    OneNode.of(20, "ConstantOfShape")
        .longs(3)
        .with(tensor("value", longs("", 7)))
        .givesLongs(0, ElementType.I64, Shape.of(3), 7, 7, 7);
  }

  @Test
  void shapeAndSizeAreNumbers() {
    var shape = Shape.of(2, 3, 4);
    OneNode.of(1, "Shape")
        .feed(shape, new float[24])
        .givesLongs(0, ElementType.I64, Shape.of(3), 2, 3, 4);
    OneNode.of(15, "Shape")
        .feed(shape, new float[24])
        .with(integer("start", -2))
        .with(integer("end", 100))
        .givesLongs(0, ElementType.I64, Shape.of(2), 3, 4);
    OneNode.of(15, "Shape")
        .feed(shape, new float[24])
        .with(integer("start", 2))
        .with(integer("end", 1))
        .givesLongs(0, ElementType.I64, Shape.of(0));
    OneNode.of(13, "Size")
        .feed(shape, new float[24])
        .givesLongs(0, ElementType.I64, Shape.of(), 24);
  }

  @Test
  void rangeEndsBeforeItsLimit() {
    range(2, 7, 2).givesLongs(0, ElementType.I64, Shape.of(3), 2, 4, 6);
    range(2, -3, -3).givesLongs(0, ElementType.I64, Shape.of(2), 2, -1);
    range(2, 2, 1).givesLongs(0, ElementType.I64, Shape.of(0));
    OneNode.of(11, "Range")
        .constant(Shape.of(), 1)
        .constant(Shape.of(), 2)
        .constant(Shape.of(), 0.5f)
        .gives(Shape.of(2), 1, 1.5f);
  }

  private static OneNode range(long start, long limit, long delta) {
    var node = OneNode.of(11, "Range");
    for (long number : new long[] {start, limit, delta}) {
      node.constant(longs("", List.of(), number));
    }
    return node;
  }
}
