package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** What is known while reading: constants, shapes, and ranges of numbers. */
final class Constants {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.of("Constant", 1, Constants::constant),
          Operator.of("ConstantOfShape", 9, Constants::filled),
          Operator.of("Shape", 1, Constants::shape),
          Operator.of("Size", 1, Constants::size),
          Operator.of("Range", 11, Constants::range));

  private static final int LISTS = 12;
  private static final int PARTS_OF_SHAPES = 15;

  private Constants() {}

  private static Operand constant(OnnxNode node, Draft draft) {
    node.arity(0, 0);
    var attributes = node.attributes();
    var tensor = attributes.tensor("value");
    if (tensor != null) {
      return Operand.constant(node.read(tensor, "value"));
    }
    if (node.version() >= LISTS) {
      var reals = attributes.reals("value_floats");
      if (reals != null) {
        var values = new float[reals.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = reals.get(i);
        }
        return draft.floats(Shape.of(values.length), values);
      }
      var integers = attributes.integers("value_ints");
      if (integers != null) {
        return draft.longs(integers.stream().mapToLong(Long::longValue).toArray());
      }
      if (attributes.has("value_float")) {
        return draft.floats(Shape.of(), attributes.real("value_float", 0));
      }
      if (attributes.has("value_int")) {
        return draft.scalarLong(attributes.integer("value_int", 0));
      }
    }
    throw node.error("has no value that is supported");
  }

  private static Operand filled(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    var shape = Reshapes.shape(node, node.longs(0, "shape"));
    var attribute = node.attributes().tensor("value");
    var value = attribute == null ? null : node.read(attribute, "value");
    if (value != null && value.shape().elements() != 1) {
      throw node.error("attribute value must have one element, is %s".formatted(value));
    }
    var filled = draft.allocate(value == null ? ElementType.F32 : value.type(), shape);
    if (value != null) {
      fill(filled, value);
    }
    return Operand.constant(filled);
  }

  private static void fill(Tensor target, Tensor value) {
    var bytes = target.segment();
    var one = value.segment();
    long done = Math.min(one.byteSize(), bytes.byteSize());
    bytes.asSlice(0, done).copyFrom(one.asSlice(0, done));
    // Twice as much with each copy.
    while (done < bytes.byteSize()) {
      long more = Math.min(done, bytes.byteSize() - done);
      bytes.asSlice(done, more).copyFrom(bytes.asSlice(0, more));
      done += more;
    }
  }

  private static Operand shape(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    var x = node.input(0);
    int begin = 0;
    int end = x.rank();
    if (node.version() >= PARTS_OF_SHAPES) {
      begin = clamped(node.attributes().integer("start", 0), x.rank());
      end = clamped(node.attributes().integer("end", x.rank()), x.rank());
    }
    var extents = new long[Math.max(0, end - begin)];
    for (int i = 0; i < extents.length; i++) {
      int extent = x.dim(begin + i);
      extents[i] = extent == Shape.UNKNOWN ? draft.unknowns().number(x, begin + i) : (long) extent;
    }
    var tensor = draft.longs(extents).constant();
    return tensor == null ? x : draft.unknowns().constant(tensor);
  }

  private static int clamped(long axis, int rank) {
    return (int) Math.clamp(axis < 0 ? axis + rank : axis, 0L, (long) rank);
  }

  private static Operand size(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    if (!node.input(0).shape().isKnown()) {
      throw node.unknown("every extent of %s must be known".formatted(node.input(0).shape()));
    }
    return draft.scalarLong(node.input(0).shape().elements());
  }

  private static Operand range(OnnxNode node, Draft draft) {
    node.arity(3, 3);
    var type = node.input(0).type();
    if (type == ElementType.F32) {
      float start = node.scalarFloat(0, "start");
      float delta = node.scalarFloat(2, "delta");
      double steps = Math.ceil(((double) node.scalarFloat(1, "limit") - start) / delta);
      var values = draft.allocate(type, Shape.of(count(node, steps)));
      for (int i = 0; i < values.shape().dim(0); i++) {
        values.segment().setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, start + i * delta);
      }
      return Operand.constant(values);
    }
    long start = node.scalarLong(0, "start");
    long delta = node.scalarLong(2, "delta");
    double steps =
        delta == 0 ? Double.NaN : Math.ceil(((double) node.scalarLong(1, "limit") - start) / delta);
    var values = draft.allocate(type, Shape.of(count(node, steps)));
    for (int i = 0; i < values.shape().dim(0); i++) {
      long value = start + i * delta;
      if (type == ElementType.I64) {
        values.segment().setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, value);
      } else {
        values.segment().setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i, (int) value);
      }
    }
    return Operand.constant(values);
  }

  private static int count(OnnxNode node, double steps) {
    if (!(steps <= Integer.MAX_VALUE)) {
      throw node.error("the range has too many numbers or no end");
    }
    return (int) Math.max(0, steps);
  }
}
