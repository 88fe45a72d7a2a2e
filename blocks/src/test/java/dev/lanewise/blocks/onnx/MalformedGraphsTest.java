package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.floats;
import static dev.lanewise.blocks.onnx.OnnxProtos.graph;
import static dev.lanewise.blocks.onnx.OnnxProtos.input;
import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.model;
import static dev.lanewise.blocks.onnx.OnnxProtos.node;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.lanewise.engine.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models whose versions, names, order, inputs or attributes are wrong or not supported. */
@Tag("malformed")
class MalformedGraphsTest {
  /** y = Relu(x). */
  private static GraphProto.Builder relu() {
    return graph("y").addInput(input("x", 2)).addNode(node("Relu", List.of("x"), "y"));
  }

  private static NodeProto.Builder named(String name, String operator, String in, String out) {
    return node(operator, List.of(in), out).setName(name);
  }

  private static OperatorSetIdProto.Builder set(String domain, long version) {
    return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version);
  }

  static List<Refusal> versions() {
    return List.of(
        Refusal.of(
            "no format",
            model(13, relu()).clearIrVersion(),
            "the format's version (ir_version) must be 1 to 13, is 0"),
        Refusal.of(
            "format of the future",
            model(13, relu()).setIrVersion(99),
            "the format's version (ir_version) must be 1 to 13, is 99"),
        Refusal.of(
            "no operator set",
            model(13, relu()).clearOpsetImport(),
            "operator sets 1 and 6 to 25 are read, the model needs none"),
        Refusal.of(
            "operator set 5",
            model(5, relu()),
            "operator sets 1 and 6 to 25 are read, the model needs 5"),
        Refusal.of(
            "operator set of the future",
            model(26, relu()),
            "operator sets 1 and 6 to 25 are read, the model needs 26"),
        Refusal.of(
            "negative operator set",
            model(-1, relu()),
            "operator sets 1 and 6 to 25 are read, the model needs -1"),
        Refusal.of(
            "two operator sets",
            model(13, relu()).addOpsetImport(set("ai.onnx", 14)),
            "operator sets 13 and 14 are both imported"),
        Refusal.of(
            "another domain alone",
            model(13, relu()).clearOpsetImport().addOpsetImport(set("ai.onnx.ml", 3)),
            "operator sets 1 and 6 to 25 are read, the model needs none"),
        Refusal.of("no graph", model(13, relu()).clearGraph(), "the model has no graph"));
  }

  static List<Refusal> names() {
    return List.of(
        Refusal.of("no output", model(13, relu().clearOutput()), "the model has no output"),
        Refusal.of(
            "output twice",
            model(13, relu().addOutput(input("y", 2))),
            "output \"y\" is listed twice"),
        Refusal.of(
            "output of nothing",
            model(13, relu().addOutput(input("z", 2))),
            "the model's outputs: reads \"z\", which nothing defines"),
        Refusal.of(
            "input twice",
            model(13, relu().addInput(input("x", 2))),
            "input \"x\" is listed twice"),
        Refusal.of(
            "input without a name",
            model(13, relu().addInput(input("", 2))),
            "an input has no name"),
        Refusal.of(
            "value of nothing",
            model(13, graph("y").addNode(node("Relu", List.of("x"), "y"))),
            "node \"n\" (Relu): reads \"x\", which nothing defines"),
        Refusal.of(
            "order",
            model(
                13,
                graph("y")
                    .addInput(input("x", 2))
                    .addNode(named("second", "Relu", "t", "y"))
                    .addNode(named("first", "Relu", "x", "t"))),
            "node \"second\" (Relu): reads \"t\", which node \"first\" (Relu) defines later; nodes must be in topological order"),
        Refusal.of(
            "circle",
            model(
                13,
                graph("y")
                    .addNode(named("a", "Relu", "y", "t"))
                    .addNode(named("b", "Relu", "t", "y"))),
            "node \"a\" (Relu): reads \"y\", which node \"b\" (Relu) defines later; nodes must be in topological order"),
        Refusal.of(
            "circle of one",
            model(13, graph("y").addNode(node("Relu", List.of("y"), "y"))),
            "node \"n\" (Relu): reads \"y\", which node \"n\" (Relu) defines later; nodes must be in topological order"),
        Refusal.of(
            "value twice",
            model(13, relu().addNode(named("again", "Abs", "x", "y"))),
            "value \"y\" is defined twice, by node \"n\" (Relu) and by node \"again\" (Abs)"),
        Refusal.of(
            "value that is an input",
            model(13, relu().addNode(named("m", "Abs", "y", "x"))),
            "value \"x\" is defined twice, by an input and by node \"m\" (Abs)"),
        Refusal.of(
            "value that is a constant",
            model(13, relu().addInitializer(floats("y", List.of(1), 1))),
            "value \"y\" is defined twice, by an initialiser and by node \"n\" (Relu)"),
        Refusal.of(
            "constant twice",
            model(
                13,
                relu()
                    .addInitializer(floats("c", List.of(1), 1))
                    .addInitializer(floats("c", List.of(1), 1))),
            "value \"c\" is defined twice, by an initialiser and by an initialiser"),
        Refusal.of(
            "constant without a name",
            model(13, relu().addInitializer(floats("", List.of(1), 1))),
            "an initialiser has no name"),
        Refusal.of(
            "name of many lines",
            model(13, graph("y").addNode(named("a\nb", "Relu", "x".repeat(500), "y"))),
            "node \"a�b\" (Relu): reads \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\", which nothing defines"));
  }

  static List<Refusal> operators() {
    var body = relu().build();
    return List.of(
        Refusal.of(
            "unknown operator",
            OneNode.of(13, "Convolve"),
            "node \"n\" (Convolve): operator Convolve is not supported (operator set 13)"),
        Refusal.of(
            "unknown domain",
            model(13, graph("y").addNode(node("Relu", List.of(), "y").setDomain("com.example"))),
            "node \"n\" (Relu): operator Relu of domain \"com.example\" is not supported"),
        Refusal.of(
            "operator of the future",
            OneNode.of(17, "Gelu"),
            "node \"n\" (Gelu): operator set 17 has no Gelu, which came with 20"),
        Refusal.of(
            "operator of the past",
            OneNode.of(11, "Upsample"),
            "node \"n\" (Upsample): operator set 11 has no Upsample, which went after 9"),
        Refusal.of(
            "branches",
            OneNode.of(13, "If")
                .with(
                    AttributeProto.newBuilder()
                        .setName("then_branch")
                        .setType(AttributeType.GRAPH)
                        .setG(body)),
            "node \"n\" (If): operator If is not supported (operator set 13)"),
        Refusal.of(
            "sparse constant",
            model(
                13,
                relu()
                    .addSparseInitializer(
                        SparseTensorProto.newBuilder().setValues(floats("s", List.of(1), 1)))),
            "sparse initialisers are not supported"),
        Refusal.of(
            "unknown attribute",
            OneNode.of(13, "Relu").feed(Shape.of(1), 1).with(integer("negative", 1)),
            "node \"n\" (Relu): attribute \"negative\" is not known in operator set 13"),
        Refusal.of(
            "attribute twice",
            OneNode.of(13, "Elu").with(integer("alpha", 1)).with(integer("alpha", 2)),
            "node \"n\" (Elu): attribute \"alpha\" is there twice"),
        Refusal.of(
            "attribute of another type",
            OneNode.of(13, "Elu").feed(Shape.of(1), 1).with(integer("alpha", 1)),
            "node \"n\" (Elu): attribute alpha must be FLOAT, is INT"),
        Refusal.of(
            "attribute of a function",
            OneNode.of(13, "Elu").with(integer("alpha", 1).setRefAttrName("beta")),
            "node \"n\" (Elu): attribute \"alpha\" refers to one of a function, which are not supported"),
        Refusal.of("no input", OneNode.of(13, "Relu"), "node \"n\" (Relu): takes 1 input, got 0"),
        Refusal.of(
            "input left out",
            OneNode.of(13, "Relu").absent(),
            "node \"n\" (Relu): input 0 is missing"),
        Refusal.of(
            "two inputs",
            OneNode.of(13, "Relu").feed(Shape.of(1), 1).feed(Shape.of(1), 1),
            "node \"n\" (Relu): takes 1 input, got 2"),
        Refusal.of(
            "two outputs",
            OneNode.of(13, "Relu").feed(Shape.of(1), 1).outputs(2),
            "node \"n\" (Relu): output 1 is not supported"));
  }

  static List<Refusal> inputs() {
    var endless = new int[65];
    Arrays.fill(endless, 1);
    var bound = OnnxOptions.DEFAULT;
    return List.of(
        Refusal.of(
            "sequence",
            model(
                13,
                relu()
                    .setInput(
                        0,
                        ValueInfoProto.newBuilder()
                            .setName("x")
                            .setType(
                                TypeProto.newBuilder()
                                    .setSequenceType(TypeProto.Sequence.newBuilder())))),
            "input \"x\" must be a tensor, is SEQUENCE_TYPE"),
        Refusal.of(
            "text",
            model(13, relu().setInput(0, input("x", DataType.STRING, 2))),
            "input \"x\": element type STRING is not supported"),
        Refusal.of(
            "no shape",
            model(
                13,
                relu()
                    .setInput(
                        0,
                        ValueInfoProto.newBuilder()
                            .setName("x")
                            .setType(
                                TypeProto.newBuilder()
                                    .setTensorType(TypeProto.Tensor.newBuilder().setElemType(1))))),
            "input \"x\" has no shape; give it with OnnxOptions.withInput"),
        Refusal.of(
            "negative extent",
            model(13, relu().setInput(0, extent(-5))),
            "input \"x\" is declared with extent -5 on axis 0; bind it with OnnxOptions.withInput"),
        Refusal.of(
            "huge extent",
            model(13, relu().setInput(0, extent(1L << 40))),
            "input \"x\" is declared with extent 1099511627776 on axis 0; bind it with OnnxOptions.withInput"),
        Refusal.of(
            "65 axes",
            model(13, relu().setInput(0, input("x", endless))),
            "input \"x\": tensors have up to 64 axes, this one 65"),
        new Refusal(
            "unknown input",
            model(13, relu()).build(),
            bound.withInput("z", Shape.of(2)),
            "the options bind input \"z\", the model's inputs are [x]"),
        new Refusal(
            "other extent",
            model(13, relu()).build(),
            bound.withInput("x", Shape.of(3)),
            "input \"x\" is declared with extent 2 on axis 0, got [3]"),
        new Refusal(
            "other rank",
            model(13, relu()).build(),
            bound.withInput("x", Shape.of(2, 1)),
            "input \"x\" is declared with 1 axes, got [2, 1]"),
        Refusal.of(
            "arithmetic with an open extent",
            model(
                13,
                graph("y")
                    .addInput(input("x", -1, 4))
                    .addNode(node("Shape", List.of("x"), "s"))
                    .addNode(node("Mul", List.of("s", "s"), "t"))
                    .addNode(node("Reshape", List.of("x", "t"), "y"))),
            "node \"n\" (Mul): computes with extents that are not known; bind axis 0 of input \"x\" [?, 4] with OnnxOptions.withInput"),
        Refusal.of(
            "output of an open extent",
            model(
                13, graph("y").addInput(input("x", -1)).addNode(node("Shape", List.of("x"), "y"))),
            "output \"y\" has extents that are not known; bind axis 0 of input \"x\" [?] with"
                + " OnnxOptions.withInput"),
        Refusal.of(
            "two open extents",
            model(
                13,
                graph("y")
                    .addInput(input("x", -1, -1))
                    .addNode(node("Transpose", List.of("x"), "t"))
                    .addNode(node("Shape", List.of("x"), "s"))
                    .addNode(node("Reshape", List.of("t", "s"), "y"))),
            "node \"n\" (Reshape): the extents of its shape must be known; bind axes [0, 1] of input \"x\" [?, ?] with OnnxOptions.withInput"));
  }

  private static ValueInfoProto.Builder extent(long extent) {
    var input = input("x", -1);
    input
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .setDim(0, Dimension.newBuilder().setDimValue(extent));
    return input;
  }

  @ParameterizedTest
  @MethodSource({"versions", "names", "operators", "inputs"})
  void isRefused(Refusal refusal) {
    refusal.check();
  }
}
