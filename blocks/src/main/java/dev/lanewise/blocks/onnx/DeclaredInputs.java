package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.lanewise.blocks.internal.file.Quoted;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Types and shapes of a model's inputs, as it declares and the caller binds them. An extent that is
 * only named, or not given at all, is unknown.
 */
final class DeclaredInputs {
  private final Map<String, Shape> bound;
  private final Map<String, Tensor> values;
  private final List<String> open = new ArrayList<>();

  DeclaredInputs(OnnxOptions options) {
    bound = options.inputShapes();
    values = options.inputValues();
  }

  /**
   * An input as an operand.
   *
   * @throws OnnxException if it is no tensor of a type that is read, or its shape is not usable
   */
  Operand read(ValueInfoProto proto) {
    var what = "input " + Quoted.of(proto.getName());
    var type = proto.getType();
    if (type.getValueCase() != TypeProto.ValueCase.TENSOR_TYPE) {
      throw new OnnxException(what + " must be a tensor, is " + type.getValueCase());
    }
    var element = DataType.of(type.getTensorType().getElemType(), what);
    var shape = shape(proto.getName(), type.getTensorType(), what);
    if (!shape.isKnown()) {
      open.add("%s of %s %s".formatted(unknown(shape), what, shape));
    }
    var value = values.get(proto.getName());
    return value == null
        ? Operand.input(element.read(), shape)
        : constant(value, element.read(), shape, what);
  }

  /** An input with nothing bound. */
  static OnnxInput declared(ValueInfoProto proto) {
    var type = proto.getType();
    var nothing = new DeclaredInputs(OnnxOptions.DEFAULT);
    var what = "input " + Quoted.of(proto.getName());
    return new OnnxInput(
        proto.getName(),
        type.hasTensorType() && type.getTensorType().hasShape()
            ? Optional.of(nothing.shape(proto.getName(), type.getTensorType(), what))
            : Optional.empty());
  }

  private static Operand constant(Tensor value, ElementType type, Shape shape, String what) {
    if (value.type() != type || !value.shape().isCompatibleWith(shape)) {
      throw new OnnxException(
          "%s is declared as %s %s, got %s".formatted(what, type, shape, value));
    }
    if (value.shape().rank() == 4 && value.layout() != Layout.NCHW) {
      throw new OnnxException(what + " must be given in the order NCHW, is " + value.layout());
    }
    return Operand.constant(value);
  }

  /** What a caller can do about extents that are not known; empty where all are. */
  String hint() {
    return open.isEmpty()
        ? ""
        : "; bind %s with OnnxOptions.withInput".formatted(String.join(", ", open));
  }

  /** For example {@code axis 0}, or {@code axes [0, 2]}. */
  private static String unknown(Shape shape) {
    var axes =
        IntStream.range(0, shape.rank())
            .filter(axis -> shape.dim(axis) == Shape.UNKNOWN)
            .boxed()
            .toList();
    return axes.size() == 1 ? "axis " + axes.getFirst() : "axes " + axes;
  }

  private Shape shape(String name, TypeProto.Tensor type, String what) {
    var value = values.get(name);
    var given = value == null ? bound.get(name) : value.shape();
    if (!type.hasShape()) {
      if (given == null) {
        throw new OnnxException(what + " has no shape; give it with OnnxOptions.withInput");
      }
      return given;
    }
    var dims = type.getShape().getDimList();
    if (given != null && given.rank() != dims.size()) {
      throw new OnnxException(
          "%s is declared with %d axes, got %s".formatted(what, dims.size(), given));
    }
    if (dims.size() > Draft.MOST_AXES) {
      throw new OnnxException(
          "%s: tensors have up to %d axes, this one %d"
              .formatted(what, Draft.MOST_AXES, dims.size()));
    }
    var extents = new int[dims.size()];
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = extent(dims.get(axis), axis, given, what);
    }
    return Shape.of(extents);
  }

  private static int extent(Dimension dim, int axis, @Nullable Shape given, String what) {
    int bound = given == null ? Shape.UNKNOWN : given.dim(axis);
    if (dim.getValueCase() != Dimension.ValueCase.DIM_VALUE) {
      return bound;
    }
    long declared = dim.getDimValue();
    if (declared < 0 || declared > Integer.MAX_VALUE) {
      if (bound == Shape.UNKNOWN) {
        throw new OnnxException(
            "%s is declared with extent %d on axis %d; bind it with OnnxOptions.withInput"
                .formatted(what, declared, axis));
      }
      return bound;
    }
    if (bound != Shape.UNKNOWN && bound != declared) {
      throw new OnnxException(
          "%s is declared with extent %d on axis %d, got %s"
              .formatted(what, declared, axis, given));
    }
    return (int) declared;
  }
}
