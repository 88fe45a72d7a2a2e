package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxAttributes.dilations;
import static dev.lanewise.blocks.onnx.OnnxAttributes.flag;
import static dev.lanewise.blocks.onnx.OnnxAttributes.ints;
import static dev.lanewise.blocks.onnx.OnnxAttributes.number;
import static dev.lanewise.blocks.onnx.OnnxAttributes.real;
import static dev.lanewise.blocks.onnx.OnnxAttributes.text;
import static dev.lanewise.blocks.onnx.OnnxAttributes.undilated;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.ArgReduce;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Cast;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Expand;
import dev.lanewise.engine.op.Gather;
import dev.lanewise.engine.op.LpPool;
import dev.lanewise.engine.op.Lrn;
import dev.lanewise.engine.op.MatMul;
import dev.lanewise.engine.op.MaxPoolIndices;
import dev.lanewise.engine.op.OneHot;
import dev.lanewise.engine.op.Pad;
import dev.lanewise.engine.op.Reduce;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Resize;
import dev.lanewise.engine.op.Slice;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.Tile;
import dev.lanewise.engine.op.TopK;
import dev.lanewise.engine.op.Transpose;
import dev.lanewise.engine.op.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a node of an array operator becomes. */
final class OnnxArrayNodes {
  private OnnxArrayNodes() {}

  /**
   * Translates a node.
   *
   * @throws OnnxException if operator set 17 cannot say it, naming the node
   */
  static OnnxNodes of(ArrayOp op, OnnxNodeBuilder onnx) {
    if (op instanceof Apply(var function)) {
      return OnnxFunctions.of(function, onnx);
    }
    return onnx.add(node(op, onnx)).build();
  }

  private static NodeProto.Builder node(ArrayOp op, OnnxNodeBuilder onnx) {
    return switch (op) {
      case Apply _ -> throw new IllegalArgumentException(op + " may be several nodes");
      case ArgReduce reduce ->
          onnx.node(reduce.max() ? "ArgMax" : "ArgMin")
              .addAttribute(number("axis", reduce.axis()))
              .addAttribute(flag("keepdims", reduce.keepDims()))
              .addAttribute(flag("select_last_index", reduce.selectLast()));
      case Binary binary -> binary(binary, onnx);
      case Cast cast ->
          onnx.node("Cast").addAttribute(number("to", OnnxConstants.type(cast.to()).getNumber()));
      case Concat concat -> onnx.node("Concat").addAttribute(number("axis", concat.axis()));
      case ConvTranspose conv ->
          onnx.node("ConvTranspose")
              .addAllAttribute(undilated(conv.window()))
              .addAttribute(dilations(conv.window()))
              .addAttribute(number("group", conv.groups()))
              .addAttribute(ints("output_padding", List.of(conv.outputPadH(), conv.outputPadW())));
      case Expand expand -> onnx.node("Expand").addInput(onnx.integers("shape", expand.extents()));
      case Gather gather -> onnx.node("Gather").addAttribute(number("axis", gather.axis()));
      case Lrn lrn ->
          onnx.node("LRN")
              .addAttribute(number("size", lrn.size()))
              .addAttribute(real("alpha", lrn.alpha()))
              .addAttribute(real("beta", lrn.beta()))
              .addAttribute(real("bias", lrn.bias()));
      case LpPool pool -> lpPool(pool, onnx);
      case MatMul _ -> onnx.node("MatMul");
      case MaxPoolIndices pool ->
          onnx.node("MaxPool")
              .clearOutput()
              .addOutput(onnx.fresh("values"))
              .addOutput(onnx.name())
              .addAllAttribute(undilated(pool.window()))
              .addAttribute(dilations(pool.window()))
              .addAttribute(flag("ceil_mode", pool.ceilMode()))
              .addAttribute(flag("storage_order", pool.columnMajor()));
      case OneHot hot -> {
        var depth = onnx.integers("depth", List.of(hot.depth()));
        var inputs = List.of(onnx.input(0), depth, onnx.input(1));
        yield onnx.node("OneHot", inputs, onnx.name()).addAttribute(number("axis", hot.axis()));
      }
      case Pad pad -> pad(pad, onnx);
      case Reduce reduce -> reduce(reduce, onnx);
      case Reshape reshape ->
          onnx.node("Reshape")
              .addInput(onnx.integers("shape", reshape.extents()))
              .addAttribute(flag("allowzero", reshape.allowZero()));
      case Resize resize -> OnnxResize.of(resize, onnx);
      case Slice slice -> slice(slice, onnx);
      case Softmax softmax ->
          onnx.node(softmax.log() ? "LogSoftmax" : "Softmax")
              .addAttribute(number("axis", softmax.axis()));
      case Tile tile -> onnx.node("Tile").addInput(onnx.integers("repeats", tile.repeats()));
      case TopK top -> top(top, onnx);
      case Transpose transpose ->
          onnx.node("Transpose").addAttribute(ints("perm", transpose.permutation()));
      case Where _ -> onnx.node("Where");
    };
  }

  private static NodeProto.Builder binary(Binary binary, OnnxNodeBuilder onnx) {
    return switch (binary.function()) {
      case PRELU -> onnx.node("PRelu");
      // As in C for real numbers, as in Python for whole ones.
      case MOD -> onnx.node("Mod").addAttribute(flag("fmod", !onnx.type(0).isInteger()));
      default -> onnx.node(binary.toString());
    };
  }

  private static NodeProto.Builder lpPool(LpPool pool, OnnxNodeBuilder onnx) {
    var window = pool.window();
    if (pool.ceilMode() || window.dilationH() != 1 || window.dilationW() != 1) {
      throw onnx.refused("rounds up or is dilated, which LpPool cannot be");
    }
    return onnx.node("LpPool")
        .addAllAttribute(undilated(window))
        .addAttribute(number("p", pool.p()));
  }

  private static NodeProto.Builder pad(Pad pad, OnnxNodeBuilder onnx) {
    if (pad.mode() == Pad.Mode.WRAP) {
      throw onnx.refused("wraps around, which Pad cannot");
    }
    var pads = new ArrayList<>(pad.before());
    pads.addAll(pad.after());
    var node = onnx.node("Pad").addInput(onnx.integers("pads", pads));
    if (pad.mode() == Pad.Mode.CONSTANT) {
      node.addInput(onnx.scalar("value", onnx.type(0), pad.value()));
    }
    return node.addAttribute(text("mode", pad.mode().name().toLowerCase(Locale.ROOT)));
  }

  /** Only the sum takes its axes as an input. */
  private static NodeProto.Builder reduce(Reduce reduce, OnnxNodeBuilder onnx) {
    if (reduce.axes().isEmpty()) {
      throw onnx.refused("has no axes, which means all of them");
    }
    var node =
        switch (reduce.kind()) {
          case SUM -> onnx.node("ReduceSum").addInput(onnx.integers("axes", reduce.axes()));
          case MEAN -> reduced("ReduceMean", reduce, onnx);
          case MAX -> reduced("ReduceMax", reduce, onnx);
          case MIN -> reduced("ReduceMin", reduce, onnx);
          case PROD -> reduced("ReduceProd", reduce, onnx);
          case L1 -> reduced("ReduceL1", reduce, onnx);
          case L2 -> reduced("ReduceL2", reduce, onnx);
          case SUM_SQUARE -> reduced("ReduceSumSquare", reduce, onnx);
          case LOG_SUM -> reduced("ReduceLogSum", reduce, onnx);
          case LOG_SUM_EXP -> reduced("ReduceLogSumExp", reduce, onnx);
        };
    return node.addAttribute(flag("keepdims", reduce.keepDims()));
  }

  private static NodeProto.Builder reduced(String operator, Reduce reduce, OnnxNodeBuilder onnx) {
    return onnx.node(operator).addAttribute(ints("axes", reduce.axes()));
  }

  private static NodeProto.Builder slice(Slice slice, OnnxNodeBuilder onnx) {
    var ranges = slice.ranges();
    if (ranges.isEmpty()) {
      return onnx.node("Identity");
    }
    return onnx.node("Slice")
        .addInput(onnx.integers("starts", ranges.stream().map(Slice.Range::start).toList()))
        .addInput(onnx.integers("ends", ranges.stream().map(Slice.Range::end).toList()))
        .addInput(onnx.integers("axes", ranges.stream().map(Slice.Range::axis).toList()))
        .addInput(onnx.integers("steps", ranges.stream().map(Slice.Range::step).toList()));
  }

  private static NodeProto.Builder top(TopK top, OnnxNodeBuilder onnx) {
    var other = onnx.fresh(top.indices() ? "values" : "indices");
    return onnx.node("TopK")
        .addInput(onnx.integers("k", List.of(top.k())))
        .clearOutput()
        .addOutput(top.indices() ? other : onnx.name())
        .addOutput(top.indices() ? onnx.name() : other)
        .addAttribute(number("axis", top.axis()))
        .addAttribute(flag("largest", top.largest()));
  }
}
