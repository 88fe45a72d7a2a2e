package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Node;
import dev.lanewise.engine.internal.array.ArrayWorks;
import dev.lanewise.engine.internal.array.Moves;
import dev.lanewise.engine.internal.array.PlainConv;
import dev.lanewise.engine.internal.array.View;
import dev.lanewise.engine.internal.exec.Buffers.Place;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Window;
import java.util.ArrayList;
import java.util.List;

/** The steps of the array operators, and of layers whose weights are no constants. */
final class ArraySteps {
  private static final String ALGORITHM = "plain loops";

  private final ProgramBuilder program;

  ArraySteps(ProgramBuilder program) {
    this.program = program;
  }

  /** Makes the works of a step from its operands' arrays. */
  private interface Maker {
    List<Work> make(List<View> inputs, View y);
  }

  void add(Node node, ArrayOp op) {
    step(node, 0, (inputs, y) -> ArrayWorks.of(op, inputs, y));
  }

  /** The same memory under another shape where its order allows it, or a copy. */
  void reshape(Node node, Reshape reshape) {
    var x = program.place(node.inputs().getFirst());
    if (keepsOrder(node, x)) {
      program.alias(node, x);
    } else {
      add(node, reshape);
    }
  }

  /** Operators of which only the last has a place for what it gives. */
  void move(Node node, MoveChains.Chain chain) {
    step(
        node,
        chain.toString(),
        List.of(chain.source()),
        0,
        (inputs, y) -> List.of(Moves.of(chain.ops(), chain.shapes(), inputs.getFirst(), y)));
  }

  private boolean keepsOrder(Node node, Place x) {
    var from = program.shape(node.inputs().getFirst());
    var to = program.shape(node.name());
    boolean rowMajor = from.rank() != 4 && from.rank() != 2 && to.rank() != 4 && to.rank() != 2;
    boolean onePixel =
        (from.rank() == 4 || from.rank() == 2)
            && (to.rank() == 4 || to.rank() == 2)
            && x.extents().height() * x.extents().width() == 1
            && from.dim(0) == to.dim(0)
            && from.dim(1) == to.dim(1);
    return !from.isEmpty() && (rowMajor || onePixel);
  }

  /** A layer with weights that are computed, in plain loops; what is fused into it follows. */
  void layer(Node node, Fused fused) {
    var y = program.shape(node.name());
    var w = program.shape(node.inputs().get(1));
    step(
        node,
        y.elements() * (w.elements() / w.dim(0)),
        (inputs, target) -> layer(fused, inputs, target));
  }

  private static List<Work> layer(Fused fused, List<View> inputs, View y) {
    var works = new ArrayList<Work>();
    var x = inputs.get(0);
    var weights = inputs.get(1);
    var bias = inputs.get(2);
    works.add(
        switch (fused.op()) {
          case Conv conv -> new PlainConv(conv.window(), conv.groups(), x, weights, bias, y);
          case Linear _ ->
              new PlainConv(
                  Window.of(1),
                  1,
                  PlainConv.pixel(x),
                  PlainConv.pixel(weights),
                  bias,
                  PlainConv.pixel(y));
        });
    if (fused.skip()) {
      works.add(ArrayWorks.binary(Binary.Function.ADD, y, inputs.get(3), y));
    }
    if (!fused.activation().equals(Activation.NONE)) {
      works.add(ArrayWorks.apply(fused.activation(), y, y));
    }
    return works;
  }

  private void step(Node node, long multiplyAdds, Maker maker) {
    step(node, node.op().toString(), node.inputs(), multiplyAdds, maker);
  }

  private void step(
      Node node, String operator, List<String> names, long multiplyAdds, Maker maker) {
    var inputs = names.stream().map(program::place).toList();
    var y = program.define(node);
    var touched = new ArrayList<>(inputs);
    touched.add(y);
    program.step(
        node.name(),
        operator,
        ALGORITHM,
        multiplyAdds,
        touched,
        slab -> {
          var views = new ArrayList<View>();
          for (int i = 0; i < inputs.size(); i++) {
            views.add(view(slab, inputs.get(i), names.get(i)));
          }
          return maker.make(views, view(slab, y, node.name()));
        });
  }

  private View view(ProgramBuilder.Slab slab, Place place, String name) {
    return slab.view(place, program.graph().type(name), program.shape(name));
  }
}
