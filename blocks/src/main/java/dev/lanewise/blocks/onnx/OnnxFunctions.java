package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxAttributes.real;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.op.Activation;
import java.util.List;

/** What a function of one number becomes: an operator, or a product with its gate. */
final class OnnxFunctions {
  private OnnxFunctions() {}

  static OnnxNodes of(Activation function, OnnxNodeBuilder onnx) {
    return switch (function.kind()) {
      case SWISH -> swish(function.alpha(), onnx);
      case MISH -> mish(onnx);
      case GELU, GELU_TANH -> throw onnx.refused("is no operator");
      default -> onnx.add(operator(function, onnx)).build();
    };
  }

  private static NodeProto.Builder operator(Activation function, OnnxNodeBuilder onnx) {
    var alpha = real("alpha", function.alpha());
    return switch (function.kind()) {
      case NONE -> onnx.node("Identity");
      case RELU -> onnx.node("Relu");
      case LEAKY_RELU -> onnx.node("LeakyRelu").addAttribute(alpha);
      case ELU -> onnx.node("Elu").addAttribute(alpha);
      case SELU ->
          onnx.node("Selu").addAttribute(alpha).addAttribute(real("gamma", function.beta()));
      case CELU -> onnx.node("Celu").addAttribute(alpha);
      case CLIP ->
          onnx.node("Clip")
              .addInput(onnx.scalar("min", ElementType.F32, function.alpha()))
              .addInput(onnx.scalar("max", ElementType.F32, function.beta()));
      case SIGMOID -> onnx.node("Sigmoid");
      case HARD_SIGMOID ->
          onnx.node("HardSigmoid").addAttribute(alpha).addAttribute(real("beta", function.beta()));
      case HARD_SWISH -> onnx.node("HardSwish");
      case TANH -> onnx.node("Tanh");
      case SOFTPLUS -> onnx.node("Softplus");
      case SOFTSIGN -> onnx.node("Softsign");
      case THRESHOLDED_RELU -> onnx.node("ThresholdedRelu").addAttribute(alpha);
      case ERF -> onnx.node("Erf");
      case EXP -> onnx.node("Exp");
      case LOG -> onnx.node("Log");
      case SQRT -> onnx.node("Sqrt");
      case ABS -> onnx.node("Abs");
      case NEG -> onnx.node("Neg");
      case FLOOR -> onnx.node("Floor");
      case CEIL -> onnx.node("Ceil");
      case RECIPROCAL -> onnx.node("Reciprocal");
      case ROUND -> onnx.node("Round");
      case SIGN -> onnx.node("Sign");
      case SIN -> onnx.node("Sin");
      case COS -> onnx.node("Cos");
      case NOT -> onnx.node("Not");
      case SWISH, MISH, GELU, GELU_TANH ->
          throw new IllegalArgumentException(function + " is no operator");
    };
  }

  private static OnnxNodes swish(float alpha, OnnxNodeBuilder onnx) {
    var x = onnx.input(0);
    if (alpha != 1) {
      var scaled = onnx.fresh("scaled");
      var factor = onnx.scalar("alpha", ElementType.F32, alpha);
      onnx.add(onnx.node("Mul", List.of(x, factor), scaled));
      x = scaled;
    }
    var gate = onnx.fresh("gate");
    onnx.add(onnx.node("Sigmoid", List.of(x), gate));
    return onnx.add(onnx.node("Mul", List.of(onnx.input(0), gate), onnx.name())).build();
  }

  private static OnnxNodes mish(OnnxNodeBuilder onnx) {
    var softplus = onnx.fresh("softplus");
    var gate = onnx.fresh("gate");
    onnx.add(onnx.node("Softplus", List.of(onnx.input(0)), softplus));
    onnx.add(onnx.node("Tanh", List.of(softplus), gate));
    return onnx.add(onnx.node("Mul", List.of(onnx.input(0), gate), onnx.name())).build();
  }
}
