package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lanewise.blocks.internal.file.Quoted;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A node of the model, with its inputs looked up: what a {@link Translator} reads. */
final class OnnxNode {
  private final NodeHeader header;
  private final int version;
  private final List<@Nullable Operand> inputs;
  private final Attributes attributes;
  private final TensorReader tensors;
  private final String hint;

  /**
   * A node.
   *
   * @param version of the operator set
   * @param inputs null where an optional one is left out
   * @param hint what a caller can do about extents that are not known, or nothing
   */
  OnnxNode(
      NodeHeader header,
      int version,
      List<@Nullable Operand> inputs,
      Attributes attributes,
      TensorReader tensors,
      String hint) {
    this.header = header;
    this.version = version;
    this.inputs = inputs;
    this.attributes = attributes;
    this.tensors = tensors;
    this.hint = hint;
  }

  String operator() {
    return header.operator();
  }

  /** The version of the operator set. */
  int version() {
    return version;
  }

  Attributes attributes() {
    return attributes;
  }

  /** How messages call it. */
  String label() {
    return header.label();
  }

  /** What is wrong with it. */
  OnnxException error(String what) {
    return new OnnxException(label() + ": " + what);
  }

  /** An extent that is needed, and what the caller can do. */
  OnnxException unknown(String what) {
    return new OnnxException(label() + ": " + what + hint);
  }

  /** Refuses fewer or more inputs. */
  void arity(int least, int most) {
    if (inputs.size() < least || inputs.size() > most) {
      var number = least == most ? Integer.toString(least) : least + " to " + most;
      throw error(
          "takes %s input%s, got %d".formatted(number, most == 1 ? "" : "s", inputs.size()));
    }
  }

  int inputCount() {
    return inputs.size();
  }

  /** An input that must be there. */
  Operand input(int index) {
    var operand = optional(index);
    if (operand == null) {
      throw error("input %d is missing".formatted(index));
    }
    return operand;
  }

  /** An input, or null where it is left out. */
  @Nullable Operand optional(int index) {
    return index < inputs.size() ? inputs.get(index) : null;
  }

  /** All inputs, of which none may be left out. */
  List<Operand> all() {
    return IntStream.range(0, inputs.size()).mapToObj(this::input).toList();
  }

  /** Whether an output has a name, by which something may read it. */
  boolean wants(int output) {
    return output < header.outputs().size() && !header.outputs().get(output).isEmpty();
  }

  int outputCount() {
    return header.outputs().size();
  }

  /**
   * The value of an input that must be known now.
   *
   * @param what its name in the standard
   */
  Tensor constant(int index, String what) {
    var operand = input(index);
    var constant = operand.constant();
    if (constant == null || operand.isPartial()) {
      throw notConstant(operand, "input %d (%s) must be a constant".formatted(index, what));
    }
    return constant;
  }

  /** Of a value that must be known, whether an input of the model or computed. */
  private OnnxException notConstant(Operand operand, String what) {
    var name = operand.name();
    if (!operand.isInput() || name == null) {
      return unknown(what);
    }
    return OnnxException.unbound(
        "%s; bind %s with OnnxOptions.withConstant"
            .formatted(error(what).getMessage(), Quoted.of(name)),
        name);
  }

  /** Whole numbers of a constant vector or scalar. */
  long[] longs(int index, String what) {
    var tensor = constant(index, what);
    if (tensor.type() == ElementType.F32 || tensor.shape().rank() > 1) {
      throw error("%s must be a vector of whole numbers, is %s".formatted(what, tensor));
    }
    return tensor.toLongs();
  }

  /** A constant of one whole number. */
  long scalarLong(int index, String what) {
    var values = longs(index, what);
    if (values.length != 1) {
      throw error("%s must be one number, has %d".formatted(what, values.length));
    }
    return values[0];
  }

  /** A constant of one real number. */
  float scalarFloat(int index, String what) {
    var values = floats(index, what);
    if (values.length != 1) {
      throw error("%s must be one number, has %d".formatted(what, values.length));
    }
    return values[0];
  }

  /** Real numbers of a constant, row-major. */
  float[] floats(int index, String what) {
    var tensor = constant(index, what);
    if (tensor.type() != ElementType.F32) {
      throw error("%s must be real numbers, is %s".formatted(what, tensor));
    }
    return tensor.toArray(Layout.NCHW);
  }

  /** A tensor that an attribute holds. */
  Tensor read(TensorProto tensor, String attribute) {
    return tensors.read(tensor, label() + ": attribute " + Quoted.plain(attribute));
  }

  /** An axis of {@code rank} axes, of which negative ones count from the end. */
  int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw error("axis %d is none of %d axes".formatted(axis, rank));
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** A number that must be an int. */
  int size(long value, String what) {
    if (value != (int) value) {
      throw error("%s is out of range: %d".formatted(what, value));
    }
    return (int) value;
  }
}
