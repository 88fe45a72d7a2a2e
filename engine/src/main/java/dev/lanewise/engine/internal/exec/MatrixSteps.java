package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Node;
import dev.lanewise.engine.internal.array.Activations;
import dev.lanewise.engine.internal.conv.ChannelAffine;
import dev.lanewise.engine.internal.conv.Depthwise;
import dev.lanewise.engine.internal.conv.GroupedConv;
import dev.lanewise.engine.internal.conv.Im2col;
import dev.lanewise.engine.internal.conv.NormalisedRows;
import dev.lanewise.engine.internal.conv.PaddedIm2col;
import dev.lanewise.engine.internal.conv.Pixels;
import dev.lanewise.engine.internal.conv.Pointwise;
import dev.lanewise.engine.internal.conv.Scratch;
import dev.lanewise.engine.internal.conv.ShiftedRows;
import dev.lanewise.engine.internal.conv.SmallGroups;
import dev.lanewise.engine.internal.conv.TransposedIm2col;
import dev.lanewise.engine.internal.conv.TransposedPointwise;
import dev.lanewise.engine.internal.conv.Winograd;
import dev.lanewise.engine.internal.conv.WinogradTransform;
import dev.lanewise.engine.internal.exec.Buffers.Place;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The steps of convolutions and linear layers, with what is fused into them. */
final class MatrixSteps {
  private final ProgramBuilder program;
  private final PackedWeights weights;
  private final ArraySteps arrays;
  private final NormChains norms;

  MatrixSteps(ProgramBuilder program, PackedWeights weights, ArraySteps arrays, NormChains norms) {
    this.program = program;
    this.weights = weights;
    this.arrays = arrays;
    this.norms = norms;
  }

  /** The places that a step reads and writes. */
  private record Operands(Place x, @Nullable Place skip, Place y) {
    List<Place> touched() {
      var places = new ArrayList<>(List.of(x, y));
      if (skip != null) {
        places.add(skip);
      }
      return places;
    }

    @Nullable Pixels skipIn(ProgramBuilder.Slab slab) {
      return skip == null ? null : slab.at(skip);
    }
  }

  void add(Node node, Fused fused) {
    if (!WeightPacking.isPacked(program.graph(), node)) {
      arrays.layer(node, fused);
      return;
    }
    if (norms.isInner(node.inputs().getFirst())) {
      normalised(node, fused);
      return;
    }
    switch (fused.op()) {
      case Linear linear -> pointwise(node, fused, "gemm");
      case Conv conv -> {
        var choice =
            ConvAlgorithm.choose(
                conv,
                program.shape(node.inputs().get(1)),
                program.place(node.inputs().getFirst()),
                program.shape(node.name()),
                program.precision());
        var algorithm = choice.toString();
        switch (choice.algorithm()) {
          case POINTWISE -> pointwise(node, fused, algorithm);
          case SHIFTED_ROWS -> shiftedRows(node, fused, conv, algorithm);
          case PADDED_IM2COL ->
              paddedIm2col(
                  node,
                  fused,
                  conv,
                  operands(node, fused, false),
                  null,
                  node.op().toString(),
                  algorithm);
          case IM2COL -> im2col(node, fused, conv, algorithm);
          case GROUPED -> grouped(node, fused, conv, algorithm);
          case SMALL_GROUPS -> smallGroups(node, fused, conv, algorithm);
          case DEPTHWISE -> depthwise(node, fused, conv, algorithm);
          case WINOGRAD_F2 -> winograd(node, fused, conv, WinogradTransform.F2, algorithm);
          case WINOGRAD_F4 -> winograd(node, fused, conv, WinogradTransform.F4, algorithm);
        }
      }
    }
  }

  private Operands operands(Node node, Fused fused, boolean padded) {
    var name = node.inputs().getFirst();
    var x = padded ? program.padded(name) : program.place(name);
    return new Operands(x, skip(node, fused), program.define(node));
  }

  private @Nullable Place skip(Node node, Fused fused) {
    return fused.skip() ? program.padded(node.inputs().get(3)) : null;
  }

  /** Makes the work of a step, its operands bound to the slab. */
  private interface Maker {
    Work make(Pixels x, @Nullable Pixels skip, Pixels y, Scratch scratch);
  }

  private void step(Node node, String algorithm, Operands operands, Maker maker) {
    step(node, node.op().toString(), algorithm, operands, maker);
  }

  private void step(Node node, String operator, String algorithm, Operands operands, Maker maker) {
    var y = program.shape(node.name());
    var w = program.shape(node.inputs().get(1));
    long multiplyAdds = y.elements() * (w.elements() / w.dim(0));
    program.step(
        node.name(),
        operator,
        algorithm,
        multiplyAdds,
        operands.touched(),
        slab ->
            List.of(
                maker.make(
                    slab.at(operands.x()),
                    operands.skipIn(slab),
                    slab.at(operands.y()),
                    slab.scratch())));
  }

  private PackedMatrix matrix(Node node) {
    return WeightPacking.matrices(program.graph(), node, 1, weights).getFirst();
  }

  private void pointwise(Node node, Fused fused, String algorithm) {
    var packed = matrix(node);
    var epilogue = Activations.epilogue(fused.activation());
    int threads = program.threads();
    step(
        node,
        algorithm,
        operands(node, fused, false),
        (x, skip, y, scratch) -> new Pointwise(x, packed, skip, epilogue, y, threads));
  }

  /** A layer that normalises what it reads itself. */
  private void normalised(Node node, Fused fused) {
    var chain = Objects.requireNonNull(norms.endingWith(node.inputs().getFirst()));
    if (fused.op() instanceof Conv conv && !conv.window().isPointwise()) {
      normalisedCopies(node, fused, conv, chain);
    } else {
      normalisedRows(node, fused, chain);
    }
  }

  private void normalisedRows(Node node, Fused fused, NormChains.Chain chain) {
    var affine = WeightPacking.affine(program.graph(), chain, weights);
    var packed = matrix(node);
    var epilogue = Activations.epilogue(fused.activation());
    int threads = program.threads();
    var x = program.padded(chain.norm().inputs().getFirst());
    var operands = new Operands(x, skip(node, fused), program.define(node));
    program.scratch(
        NormalisedRows.scratchBytes(x.pixels(), packed.depth(), operands.y().pixels(), threads));
    step(
        node,
        chain + " → " + node.op(),
        "gemm on normalised rows",
        operands,
        (in, skip, y, scratch) ->
            new NormalisedRows(in, affine, packed, skip, epilogue, y, scratch, threads));
  }

  private void normalisedCopies(Node node, Fused fused, Conv conv, NormChains.Chain chain) {
    var affine = WeightPacking.affineOfRun(program.graph(), chain, weights);
    var x = program.place(chain.norm().inputs().getFirst());
    var operands = new Operands(x, skip(node, fused), program.define(node));
    var operator = chain + " → " + node.op();
    paddedIm2col(node, fused, conv, operands, affine, operator, "im2col of normalised rows");
  }

  /** A transposed convolution that products compute. */
  void transposed(Node node, ConvTranspose conv) {
    var packed = WeightPacking.transposed(program.graph(), node, conv, weights);
    var window = conv.window();
    var taps = WeightPacking.taps(window);
    boolean sideBySide =
        conv.equals(
            new ConvTranspose(
                Window.of(window.kernelH(), window.kernelW())
                    .stride(window.kernelH(), window.kernelW()),
                1,
                0,
                0));
    var x = program.place(node.inputs().getFirst());
    var y = program.define(node);
    boolean empty = y.extents().pixels() == 0;
    if (!sideBySide && !empty) {
      program.scratch(TransposedIm2col.scratchBytes(x.pixels(), taps));
    }
    program.step(
        node.name(),
        node.op().toString(),
        sideBySide ? "gemm for each tap" : "im2col for each phase",
        (long) x.extents().pixels()
            * x.extents().channels()
            * y.extents().channels()
            * window.kernelH()
            * window.kernelW(),
        List.of(x, y),
        slab -> {
          if (empty) {
            return List.of();
          }
          return List.of(
              sideBySide
                  ? new TransposedPointwise(
                      slab.at(x),
                      window.kernelH(),
                      window.kernelW(),
                      packed,
                      slab.at(y),
                      program.threads())
                  : new TransposedIm2col(slab.at(x), taps, packed, slab.at(y), slab.scratch()));
        });
  }

  private void im2col(Node node, Fused fused, Conv conv, String algorithm) {
    var packed = matrix(node);
    var operands = operands(node, fused, false);
    var taps = Operators.taps(conv.window());
    var epilogue = Activations.epilogue(fused.activation());
    int threads = program.threads();
    program.scratch(
        Im2col.scratchBytes(taps, operands.x().pixels(), operands.y().pixels(), threads));
    step(
        node,
        algorithm,
        operands,
        (x, skip, y, scratch) -> new Im2col(x, taps, packed, skip, epilogue, y, scratch, threads));
  }

  private void paddedIm2col(
      Node node,
      Fused fused,
      Conv conv,
      Operands operands,
      @Nullable ChannelAffine affine,
      String operator,
      String algorithm) {
    var packed = matrix(node);
    var taps = Operators.taps(conv.window());
    var epilogue = Activations.epilogue(fused.activation());
    int threads = program.threads();
    program.scratch(
        PaddedIm2col.scratchBytes(taps, operands.x().pixels(), operands.y().pixels(), threads));
    step(
        node,
        operator,
        algorithm,
        operands,
        (x, skip, y, scratch) ->
            new PaddedIm2col(x, affine, taps, packed, skip, epilogue, y, scratch, threads));
  }

  private void shiftedRows(Node node, Fused fused, Conv conv, String algorithm) {
    var packed = matrix(node);
    var operands = operands(node, fused, false);
    var taps = Operators.taps(conv.window());
    var epilogue = Activations.epilogue(fused.activation());
    int threads = program.threads();
    program.scratch(
        ShiftedRows.scratchBytes(taps, operands.x().pixels(), operands.y().pixels(), threads));
    step(
        node,
        algorithm,
        operands,
        (x, skip, y, scratch) ->
            new ShiftedRows(x, taps, packed, skip, epilogue, y, scratch, threads));
  }

  private void grouped(Node node, Fused fused, Conv conv, String algorithm) {
    var packed = WeightPacking.matrices(program.graph(), node, conv.groups(), weights);
    var operands = operands(node, fused, false);
    var taps = Operators.taps(conv.window());
    var epilogue = Activations.epilogue(fused.activation());
    program.scratch(
        GroupedConv.scratchBytes(
            taps,
            operands.x().extents().channels() / conv.groups(),
            operands.y().extents().channels() / conv.groups()));
    step(
        node,
        algorithm,
        operands,
        (x, skip, y, scratch) ->
            new GroupedConv(x, taps, packed, skip, epilogue, y, scratch, program.threads()));
  }

  private void smallGroups(Node node, Fused fused, Conv conv, String algorithm) {
    var packed = WeightPacking.smallGroups(program.graph(), node, weights);
    var operands = operands(node, fused, true);
    var taps = Operators.taps(conv.window());
    var epilogue = Activations.epilogue(fused.activation());
    int threads = program.threads();
    program.scratch(SmallGroups.scratchBytes(taps, packed.group(), operands.y().pixels(), threads));
    step(
        node,
        algorithm,
        operands,
        (x, skip, y, scratch) ->
            new SmallGroups(x, taps, packed, skip, epilogue, y, scratch, threads));
  }

  private void depthwise(Node node, Fused fused, Conv conv, String algorithm) {
    var packed = WeightPacking.depthwise(program.graph(), node, weights);
    var operands = operands(node, fused, true);
    var taps = Operators.taps(conv.window());
    var epilogue = Activations.epilogue(fused.activation());
    program.scratch(Depthwise.scratchBytes(taps, operands.x().pitch()));
    step(
        node,
        algorithm,
        operands,
        (x, skip, y, scratch) -> new Depthwise(x, taps, packed, skip, epilogue, y, scratch));
  }

  private void winograd(
      Node node, Fused fused, Conv conv, WinogradTransform transform, String algorithm) {
    var transformed = WeightPacking.winograd(program.graph(), node, transform, weights);
    var operands = operands(node, fused, true);
    var taps = Operators.taps(conv.window());
    var epilogue = Activations.epilogue(fused.activation());
    int threads = program.threads();
    program.scratch(
        Winograd.scratchBytes(
            operands.x().extents().channels(), operands.y().pixels(), transform, threads));
    step(
        node,
        algorithm,
        operands,
        (x, skip, y, scratch) ->
            new Winograd(x, taps, transformed, skip, epilogue, y, scratch, threads));
  }
}
