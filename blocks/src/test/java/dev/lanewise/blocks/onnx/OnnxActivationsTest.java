package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.real;
import static dev.lanewise.blocks.onnx.OnnxProtos.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Activation.Kind;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Relu;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions of one element: which one, with which parameters, in which operator set. */
class OnnxActivationsTest {
  private static final Shape THREE = Shape.of(3);

  private static OneNode of(int opset, String operator) {
    return OneNode.of(opset, operator).feed(THREE, -4, 0, 3);
  }

  private static void assertIs(OneNode node, Op op) {
    assertThat(node.operators()).containsExactly(op);
  }

  @ParameterizedTest
  @CsvSource({
    "Sigmoid, 6, SIGMOID",
    "HardSwish, 14, HARD_SWISH",
    "Tanh, 6, TANH",
    "Softplus, 1, SOFTPLUS",
    "Softsign, 1, SOFTSIGN",
    "Mish, 18, MISH",
    "Gelu, 20, GELU",
    "Erf, 9, ERF",
    "Exp, 6, EXP",
    "Log, 13, LOG",
    "Sqrt, 6, SQRT",
    "Abs, 6, ABS",
    "Neg, 6, NEG",
    "Floor, 6, FLOOR",
    "Ceil, 6, CEIL",
    "Reciprocal, 6, RECIPROCAL",
    "Round, 11, ROUND",
    "Sign, 9, SIGN",
    "Sin, 7, SIN",
    "Cos, 7, COS"
  })
  void functionHasItsName(String operator, int since, Kind kind) {
    assertIs(of(since, operator), new Apply(Activation.of(kind)));
    assertIs(of(25, operator), new Apply(Activation.of(kind)));
  }

  @Test
  void parametersHaveTheStandardsDefaults() {
    assertIs(of(13, "Relu"), new Relu());
    assertIs(of(6, "LeakyRelu"), new Apply(Activation.leakyRelu(0.01f)));
    assertIs(of(6, "Elu"), new Apply(Activation.elu(1)));
    assertIs(of(12, "Celu"), new Apply(Activation.celu(1)));
    assertIs(of(10, "ThresholdedRelu"), new Apply(Activation.thresholdedRelu(1)));
    assertIs(of(24, "Swish"), new Apply(Activation.swish(1)));
    assertIs(of(6, "HardSigmoid"), new Apply(Activation.hardSigmoid(0.2f, 0.5f)));
    assertIs(of(6, "Selu"), new Apply(Activation.selu(1.6732632f, 1.050701f)));
    assertIs(of(1, "Selu"), new Apply(Activation.selu(1.6732f, 1.0507f)));
  }

  @Test
  void parametersAreRead() {
    assertIs(of(6, "LeakyRelu").with(real("alpha", 0.5f)), new Apply(Activation.leakyRelu(0.5f)));
    assertIs(
        of(6, "HardSigmoid").with(real("alpha", 2)).with(real("beta", 3)),
        new Apply(Activation.hardSigmoid(2, 3)));
    assertIs(
        of(6, "Selu").with(real("alpha", 2)).with(real("gamma", 3)),
        new Apply(Activation.selu(2, 3)));
    assertIs(
        of(20, "Gelu").with(text("approximate", "tanh")), new Apply(Activation.of(Kind.GELU_TANH)));
  }

  @Test
  void limitsWereAttributesAndAreInputs() {
    of(6, "Clip").with(real("min", -1)).with(real("max", 2)).gives(THREE, -1, 0, 2);
    of(6, "Clip").with(real("min", -1)).gives(THREE, -1, 0, 3);
    of(13, "Clip").constant(Shape.of(), -1).constant(Shape.of(), 2).gives(THREE, -1, 0, 2);
    of(13, "Clip").absent().constant(Shape.of(), 2).gives(THREE, -4, 0, 2);
    of(13, "Clip").gives(THREE, -4, 0, 3);
    OneNode.of(13, "Clip")
        .feed(Shape.of(1), Float.POSITIVE_INFINITY)
        .constant(Shape.of(), 0)
        .gives(Shape.of(1), Float.MAX_VALUE);
    // The upper limit wins where they are crossed.
    of(13, "Clip").constant(Shape.of(), 2).constant(Shape.of(), 1).gives(THREE, 1, 1, 1);
  }

  @Test
  void limitsMayBeFedAndOfWholeNumbers() {
    of(13, "Clip").feed(Shape.of(), -2).feed(Shape.of(), 1).gives(THREE, -2, 0, 1);
    OneNode.of(13, "Clip")
        .feed(Tensor.ofLongs(THREE, -4, 0, 3))
        .constant(OnnxProtos.longs("", List.of(), -1))
        .givesLongs(0, ElementType.I64, THREE, -1, 0, 3);
  }

  @Test
  void firstOperatorSetNamesInputsThatAreConsumed() {
    of(1, "Relu").with(OnnxProtos.integers("consumed_inputs", 0)).gives(THREE, 0, 0, 3);
    of(6, "Relu")
        .with(OnnxProtos.integers("consumed_inputs", 0))
        .refused("node \"n\" (Relu): attribute \"consumed_inputs\" is not known in operator set 6");
  }
}
