package dev.lanewise.blocks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.reference.Interpreter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model of one node, with what it is fed and what it must give. */
final class OneNode {
  private final int opset;
  private final String operator;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("one");
  private final List<String> inputs = new ArrayList<>();
  private final List<AttributeProto.Builder> attributes = new ArrayList<>();
  private final Map<String, Tensor> fed = new LinkedHashMap<>();
  private int outputs = 1;

  private OneNode(int opset, String operator) {
    this.opset = opset;
    this.operator = operator;
  }

  static OneNode of(int opset, String operator) {
    return new OneNode(opset, operator);
  }

  /** The next input, of real numbers in row-major order. */
  OneNode feed(Shape shape, float... values) {
    return feed(Tensor.of(shape, Layout.NCHW, values));
  }

  OneNode feed(Tensor tensor) {
    var type =
        switch (tensor.type()) {
          case F32 -> TensorProto.DataType.FLOAT;
          case I64 -> TensorProto.DataType.INT64;
          case I32 -> TensorProto.DataType.INT32;
          case BOOL -> TensorProto.DataType.BOOL;
        };
    var name = next();
    graph.addInput(OnnxProtos.input(name, type, tensor.shape().toArray()));
    fed.put(name, tensor);
    return this;
  }

  /** The next input, open along every axis. */
  OneNode feedOpen(Shape shape, float... values) {
    var open = shape.toArray();
    Arrays.fill(open, -1);
    var name = next();
    graph.addInput(OnnxProtos.input(name, open));
    fed.put(name, Tensor.of(shape, Layout.NCHW, values));
    return this;
  }

  /** The next input, constant real numbers. */
  OneNode constant(Shape shape, float... values) {
    var dims = Arrays.stream(shape.toArray()).boxed().toList();
    return constant(OnnxProtos.floats("", dims, values));
  }

  /** The next input, a constant; its name is chosen here. */
  OneNode constant(TensorProto.Builder tensor) {
    graph.addInitializer(tensor.setName(next()));
    return this;
  }

  /** The next input, a constant vector of int64. */
  OneNode longs(long... values) {
    return constant(OnnxProtos.longs("", values));
  }

  /** The next input is left out. */
  OneNode absent() {
    inputs.add("");
    return this;
  }

  OneNode with(AttributeProto.Builder attribute) {
    attributes.add(attribute);
    return this;
  }

  OneNode outputs(int count) {
    outputs = count;
    return this;
  }

  private String next() {
    inputs.add("x" + inputs.size());
    return inputs.getLast();
  }

  ModelProto model() {
    var node = OnnxProtos.node(operator, inputs);
    attributes.forEach(node::addAttribute);
    var whole = graph.clone();
    for (int i = 0; i < outputs; i++) {
      node.addOutput("y" + i);
      whole.addOutput(OnnxProtos.input("y" + i));
    }
    return OnnxProtos.model(opset, whole.addNode(node)).build();
  }

  OnnxModel read() {
    return read(model(), OnnxOptions.DEFAULT);
  }

  static OnnxModel read(ModelProto model, OnnxOptions options) {
    try {
      var file = Files.createTempFile("model", ".onnx");
      try {
        Files.write(file, model.toByteArray());
        return OnnxReader.read(file, options);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the reference computes, in order of the outputs. */
  List<Tensor> run() {
    try (var model = read()) {
      return run(model.graph(), fed);
    }
  }

  static List<Tensor> run(Graph graph, Map<String, Tensor> fed) {
    return List.copyOf(Interpreter.run(graph, fed).values());
  }

  /** Checks the first output, every bit. */
  void gives(Shape shape, float... values) {
    assertEqual(run().getFirst(), shape, values);
  }

  void gives(int output, Shape shape, float... values) {
    assertEqual(run().get(output), shape, values);
  }

  static void assertEqual(Tensor tensor, Shape shape, float... values) {
    assertThat(tensor.type()).isEqualTo(ElementType.F32);
    assertThat(tensor.shape()).isEqualTo(shape);
    assertThat(tensor.toArray(Layout.NCHW)).containsExactly(values);
  }

  /** Checks an output of whole numbers or truth values. */
  void givesLongs(int output, ElementType type, Shape shape, long... values) {
    var tensor = run().get(output);
    assertThat(tensor.type()).isEqualTo(type);
    assertThat(tensor.shape()).isEqualTo(shape);
    assertThat(tensor.toLongs()).containsExactly(values);
  }

  /** Checks the message, without the file's name before it. */
  void refused(String message) {
    Refusal.of(operator, this, message).check();
  }

  /** The operators of the graph, in order. */
  List<Op> operators() {
    try (var model = read()) {
      return model.graph().nodes().stream().map(node -> node.op()).toList();
    }
  }
}
