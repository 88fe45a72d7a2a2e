package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Exports a graph as an ONNX file, so that any other runtime can run the same network with the same
 * weights.
 *
 * <pre>{@code
 * try (var weights = new SeededWeights()) {
 *   var graph = ResNet.RESNET18.build(weights);
 *   OnnxWriter.write(graph, Map.of("input", Shape.of(1, 3, 224, 224)), Path.of("resnet18.onnx"));
 * }
 * }</pre>
 *
 * <p>Pictures are NCHW and all shapes fixed. Values and constants keep their names; constants are
 * written as they are, four bytes an element, and not copied on the way. A graph is exported as it
 * was built, batch norms and all: what another runtime makes of it is its own business.
 *
 * <p>Source: the ONNX standard, IR version 8, operator set 17.
 */
public final class OnnxWriter {
  /** The version of the format of operator set 17. */
  static final int IR_VERSION = 8;

  static final int OPERATOR_SET = 17;

  /** Beyond this, protobuf cannot hold one message; what is not constants gets a MiB. */
  private static final long MOST_CONSTANT_BYTES = Integer.MAX_VALUE - (1L << 20);

  private static final int BUFFER = 1 << 20; // bytes

  private OnnxWriter() {}

  /**
   * Writes a file; one that is there is replaced. On failure none is left behind.
   *
   * @param graph as it was built, not as it was compiled
   * @param inputs the shape of each input by name, as {@link Graph#shapes} takes them
   * @throws OnnxException if a node cannot be expressed, naming it, or the constants take more than
   *     one file can hold
   * @throws dev.lanewise.engine.ShapeException if an input's shape is missing or does not fit
   * @throws IOException if the file cannot be written
   */
  public static void write(Graph graph, Map<String, Shape> inputs, Path file) throws IOException {
    var model = model(graph, inputs);
    try (var stream = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
      model.writeTo(stream);
    } catch (Throwable failure) {
      if (Files.isRegularFile(file)) {
        Files.delete(file);
      }
      throw failure;
    }
  }

  /** The model, whose constants refer to the graph's. */
  static ModelProto model(Graph graph, Map<String, Shape> inputs) {
    checkSize(graph);
    var shapes = graph.shapes(inputs);
    var proto = GraphProto.newBuilder().setName(graph.name());
    graph.inputs().keySet().forEach(name -> proto.addInput(value(name, graph, shapes)));
    graph
        .constants()
        .forEach((name, tensor) -> proto.addInitializer(OnnxConstants.of(name, tensor)));
    Set<String> names = new HashSet<>(shapes.keySet());
    for (var node : graph.nodes()) {
      OnnxNodes.of(node, graph, shapes, names).addTo(proto);
    }
    graph.outputs().forEach(name -> proto.addOutput(value(name, graph, shapes)));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("lanewise")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
        .setGraph(proto)
        .build();
  }

  private static void checkSize(Graph graph) {
    long bytes =
        graph.constants().values().stream().mapToLong(each -> each.segment().byteSize()).sum();
    if (bytes > MOST_CONSTANT_BYTES) {
      throw new OnnxException(
          "the constants of %s take %d bytes, an ONNX file can hold %d"
              .formatted(graph.name(), bytes, MOST_CONSTANT_BYTES));
    }
  }

  private static ValueInfoProto value(String name, Graph graph, Map<String, Shape> shapes) {
    var dims = TensorShapeProto.newBuilder();
    var shape = shapes.get(name);
    if (shape == null) {
      throw new OnnxException("value \"" + name + "\" has no shape");
    }
    for (int extent : shape.toArray()) {
      dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
    }
    var type =
        TypeProto.Tensor.newBuilder()
            .setElemType(OnnxConstants.type(graph.type(name)).getNumber())
            .setShape(dims);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
