package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.internal.conv.Elementwise;
import dev.lanewise.engine.internal.conv.Flatten;
import dev.lanewise.engine.internal.conv.LargeMax;
import dev.lanewise.engine.internal.conv.PlaneMean;
import dev.lanewise.engine.internal.conv.Pool;
import dev.lanewise.engine.internal.conv.Taps;
import dev.lanewise.engine.internal.conv.UpsampledSum;
import dev.lanewise.engine.internal.exec.Buffers.Place;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.MatrixOp;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.UpsampleAdd;
import dev.lanewise.engine.op.Window;
import java.util.ArrayList;
import java.util.List;

/** Turns each node of a compiled graph into steps of a program. */
final class Operators {
  private static final String LANES = "lanes over channels";

  private final ProgramBuilder program;
  private final PackedWeights weights;
  private final MatrixSteps matrices;
  private final ArraySteps arrays;
  private final NormChains norms;
  private final MoveChains moves;

  Operators(ProgramBuilder program, PackedWeights weights) {
    this.program = program;
    this.weights = weights;
    arrays = new ArraySteps(program);
    var readers = new Readers(program.graph());
    norms = new NormChains(program.graph(), readers);
    moves = new MoveChains(program, readers);
    matrices = new MatrixSteps(program, weights, arrays, norms);
  }

  void add(Node node) {
    if (norms.isInner(node.name()) || moves.isInner(node.name())) {
      return;
    }
    var move = moves.endingWith(node.name());
    if (move != null) {
      arrays.move(node, move);
      return;
    }
    var chain = norms.endingWith(node.name());
    if (chain != null) {
      norm(node, chain);
      return;
    }
    switch (node.op()) {
      case Fused fused -> matrices.add(node, fused);
      case MatrixOp plain -> throw new IllegalArgumentException(node + " is not compiled");
      case BatchNorm norm -> throw new IllegalArgumentException(node + " ends no chain");
      case Relu relu -> relu(node);
      case Add add -> sum(node);
      case MaxPool pool when LargeMax.suits(taps(pool.window())) ->
          largeMax(node, taps(pool.window()));
      case MaxPool pool -> pool(node, Pool.Kind.MAX, taps(pool.window()));
      case AveragePool pool ->
          pool(
              node,
              pool.countIncludePad() ? Pool.Kind.MEAN_WITH_PADDING : Pool.Kind.MEAN,
              taps(pool.window()));
      case GlobalAveragePool pool -> planeMean(node);
      case dev.lanewise.engine.op.Flatten flatten -> flatten(node);
      case PadChannels pad -> padChannels(node, pad);
      case UpsampleAdd add -> upsampledSum(node);
      case Concat concat when isOverChannels(node, concat) -> concat(node);
      case Reshape reshape -> arrays.reshape(node, reshape);
      case ConvTranspose conv when WeightPacking.isProduct(program.graph(), node) ->
          matrices.transposed(node, conv);
      case ArrayOp array -> arrays.add(node, array);
    }
  }

  /** Whether runs of channels can be copied. */
  private boolean isOverChannels(Node node, Concat concat) {
    int rank = program.shape(node.name()).rank();
    return concat.axis() == 1
        && (rank == 4 || rank == 2)
        && !program.shape(node.name()).isEmpty()
        && program.graph().type(node.name()) == ElementType.F32;
  }

  static Taps taps(Window window) {
    return new Taps(
        window.kernelH(),
        window.kernelW(),
        window.strideH(),
        window.strideW(),
        window.padTop(),
        window.padLeft(),
        window.padBottom(),
        window.padRight(),
        window.dilationH(),
        window.dilationW());
  }

  private void step(
      Node node, String algorithm, List<Place> touched, ProgramBuilder.Binder binder) {
    program.step(node.name(), node.op().toString(), algorithm, 0, touched, binder);
  }

  private void relu(Node node) {
    var x = program.padded(node.inputs().getFirst());
    var y = program.define(node);
    step(
        node,
        LANES,
        List.of(x, y),
        slab -> List.of(new Elementwise.Floor(slab.at(x), 0f, slab.at(y))));
  }

  private void sum(Node node) {
    var a = program.padded(node.inputs().get(0));
    var b = program.padded(node.inputs().get(1));
    var y = program.define(node);
    step(
        node,
        LANES,
        List.of(a, b, y),
        slab -> List.of(new Elementwise.Sum(slab.at(a), slab.at(b), slab.at(y))));
  }

  private void upsampledSum(Node node) {
    var lateral = program.padded(node.inputs().get(0));
    var coarse = program.padded(node.inputs().get(1));
    var y = program.define(node);
    step(
        node,
        LANES,
        List.of(lateral, coarse, y),
        slab -> List.of(new UpsampledSum(slab.at(lateral), slab.at(coarse), slab.at(y))));
  }

  private void norm(Node node, NormChains.Chain chain) {
    var x = program.padded(chain.norm().inputs().getFirst());
    var y = program.define(node);
    var affine = WeightPacking.affine(program.graph(), chain, weights);
    program.step(
        node.name(),
        chain.toString(),
        LANES,
        0,
        List.of(x, y),
        slab -> List.of(new Elementwise.Scale(slab.at(x), affine, slab.at(y))));
  }

  private void pool(Node node, Pool.Kind kind, Taps taps) {
    var x = program.padded(node.inputs().getFirst());
    var y = program.define(node);
    step(node, LANES, List.of(x, y), slab -> List.of(new Pool(kind, slab.at(x), taps, slab.at(y))));
  }

  private void largeMax(Node node, Taps taps) {
    var x = program.padded(node.inputs().getFirst());
    var y = program.define(node);
    program.scratch(LargeMax.scratchBytes(x.pixels()));
    step(
        node,
        "columns, then rows",
        List.of(x, y),
        slab -> List.of(new LargeMax(slab.at(x), taps, slab.at(y), slab.scratch())));
  }

  private void planeMean(Node node) {
    var x = program.padded(node.inputs().getFirst());
    var y = program.define(node);
    step(node, LANES, List.of(x, y), slab -> List.of(new PlaneMean(slab.at(x), slab.at(y))));
  }

  private void flatten(Node node) {
    var x = program.place(node.inputs().getFirst());
    if (x.extents().height() * x.extents().width() == 1) {
      program.alias(node, x);
      return;
    }
    var y = program.define(node);
    step(node, "transpose", List.of(x, y), slab -> List.of(new Flatten(slab.at(x), slab.at(y))));
  }

  private void concat(Node node) {
    var parts = node.inputs().stream().map(program::place).toList();
    var y = program.define(node);
    var firsts = new ArrayList<Integer>();
    var copied = new ArrayList<Place>();
    int first = 0;
    for (var part : parts) {
      // The others were computed where they belong.
      if (part.buffer() != y.buffer() || part.first() != y.first() + first) {
        firsts.add(first);
        copied.add(part);
      }
      first += part.extents().channels();
    }
    if (copied.isEmpty()) {
      return;
    }
    var touched = new ArrayList<>(copied);
    touched.add(y);
    step(
        node,
        "copy",
        touched,
        slab -> {
          var works = new ArrayList<Work>();
          for (int i = 0; i < copied.size(); i++) {
            works.add(
                new Elementwise.CopyChannels(slab.at(copied.get(i)), firsts.get(i), slab.at(y)));
          }
          return works;
        });
  }

  private void padChannels(Node node, PadChannels pad) {
    var x = program.place(node.inputs().getFirst());
    var y = program.define(node);
    int end = pad.before() + x.extents().channels();
    step(
        node,
        "copy",
        List.of(x, y),
        slab ->
            List.of(
                new Elementwise.ZeroChannels(0, pad.before(), slab.at(y)),
                new Elementwise.CopyChannels(slab.at(x), pad.before(), slab.at(y)),
                new Elementwise.ZeroChannels(end, end + pad.after(), slab.at(y))));
  }
}
