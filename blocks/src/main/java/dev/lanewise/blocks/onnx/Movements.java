package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Expand;
import dev.lanewise.engine.op.Gather;
import dev.lanewise.engine.op.OneHot;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Tile;
import dev.lanewise.engine.op.Transpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The same elements in another order, repeated or looked up. */
final class Movements {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.of("Transpose", 1, Movements::transpose),
          Operator.of("Concat", 1, Movements::concat),
          Operator.of("Expand", 8, Movements::expand),
          Operator.of("Tile", 1, Movements::tile),
          Operator.of("Gather", 1, Movements::gather),
          Operator.of("OneHot", 9, Movements::oneHot),
          Operator.of("DepthToSpace", 1, Movements::depthToSpace),
          Operator.of("SpaceToDepth", 1, Movements::spaceToDepth));

  private static final int MODES = 11;
  private static final int AXIS_IS_REQUIRED = 4;
  private static final int REPEATS = 6;

  private Movements() {}

  private static Operand transpose(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    var x = node.input(0);
    var given = node.attributes().integers("perm");
    var permutation = new ArrayList<Integer>();
    if (given == null) {
      IntStream.range(0, x.rank()).forEach(axis -> permutation.addFirst(axis));
    } else {
      given.forEach(axis -> permutation.add(node.size(axis, "an axis of attribute perm")));
    }
    var sorted = permutation.stream().sorted().toList();
    if (!sorted.equals(IntStream.range(0, x.rank()).boxed().toList())) {
      throw node.error("attribute perm %s is no order of %d axes".formatted(given, x.rank()));
    }
    return permutation.equals(sorted) ? x : draft.node(new Transpose(permutation), x);
  }

  private static Operand concat(OnnxNode node, Draft draft) {
    node.arity(1, Integer.MAX_VALUE);
    if (node.version() >= AXIS_IS_REQUIRED && !node.attributes().has("axis")) {
      throw node.error("attribute axis is missing");
    }
    var inputs = node.all();
    int axis = node.axis(node.attributes().integer("axis", 1), inputs.getFirst().rank());
    return inputs.size() == 1 ? inputs.getFirst() : draft.node(new Concat(axis), inputs);
  }

  private static Operand expand(OnnxNode node, Draft draft) {
    node.arity(2, 2);
    var extents = Reshapes.shape(node, node.longs(1, "shape"));
    return draft.node(new Expand(boxed(extents.toArray())), node.input(0));
  }

  private static Operand tile(OnnxNode node, Draft draft) {
    var x = node.input(0);
    List<Integer> repeats;
    if (node.version() < REPEATS) {
      node.arity(3, 3);
      repeats = new ArrayList<>(Collections.nCopies(x.rank(), 1));
      repeats.set(
          node.axis(node.scalarLong(2, "axis"), x.rank()),
          node.size(node.scalarLong(1, "tiles"), "tiles"));
    } else {
      node.arity(2, 2);
      repeats = boxed(Reshapes.shape(node, node.longs(1, "repeats")).toArray());
    }
    return draft.node(new Tile(repeats), x);
  }

  private static Operand gather(OnnxNode node, Draft draft) {
    node.arity(2, 2);
    var x = node.input(0);
    if (node.input(1).isPartial()) {
      throw node.unknown("indices must be known");
    }
    int axis = node.axis(node.attributes().integer("axis", 0), x.rank());
    return draft.node(new Gather(axis), x, node.input(1));
  }

  private static Operand oneHot(OnnxNode node, Draft draft) {
    node.arity(3, 3);
    var indices = node.input(0);
    int axis = node.axis(node.attributes().integer("axis", -1), indices.rank() + 1);
    long depth =
        node.constant(1, "depth").type() == ElementType.F32
            ? (long) node.scalarFloat(1, "depth")
            : node.scalarLong(1, "depth");
    return draft.node(new OneHot(axis, node.size(depth, "depth")), indices, node.input(2));
  }

  /** Channels into blocks of pixels: [N, b, b, C, H, W] to [N, C, H, b, W, b], or C first. */
  private static Operand depthToSpace(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    var x = picture(node);
    int block = block(node);
    boolean columns = false;
    if (node.version() >= MODES) {
      var mode = node.attributes().text("mode", "DCR");
      columns = mode.equals("CRD");
      if (!columns && !mode.equals("DCR")) {
        throw node.error("attribute mode must be DCR or CRD, is %s".formatted(mode));
      }
    }
    int channels = divided(node, x, 1, block * block);
    var split =
        columns
            ? extents(x.dim(0), channels, block, block, x.dim(2), x.dim(3))
            : extents(x.dim(0), block, block, channels, x.dim(2), x.dim(3));
    var order = columns ? List.of(0, 1, 4, 2, 5, 3) : List.of(0, 3, 4, 1, 5, 2);
    var blocks = draft.node(new Transpose(order), reshape(draft, x, split));
    return reshape(
        draft, blocks, extents(x.dim(0), channels, times(x.dim(2), block), times(x.dim(3), block)));
  }

  /** Blocks of pixels into channels: [N, C, H, b, W, b] to [N, b, b, C, H, W]. */
  private static Operand spaceToDepth(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    var x = picture(node);
    int block = block(node);
    int h = divided(node, x, 2, block);
    int w = divided(node, x, 3, block);
    var split = reshape(draft, x, extents(x.dim(0), x.dim(1), h, block, w, block));
    var blocks = draft.node(new Transpose(List.of(0, 3, 5, 1, 2, 4)), split);
    return reshape(draft, blocks, extents(x.dim(0), times(x.dim(1), block * block), h, w));
  }

  /** The one input, of four axes, all but the batch known. */
  private static Operand picture(OnnxNode node) {
    var x = node.input(0);
    if (x.rank() != 4) {
      throw node.error("input must have 4 axes, has shape %s".formatted(x.shape()));
    }
    if (IntStream.range(1, 4).anyMatch(axis -> x.dim(axis) == Shape.UNKNOWN)) {
      throw node.unknown("the extents of %s must be known".formatted(x.shape()));
    }
    return x;
  }

  private static int block(OnnxNode node) {
    long block = node.attributes().integer("blocksize", 0);
    if (block < 1 || block > Short.MAX_VALUE) {
      throw node.error(
          "attribute blocksize must be 1 to %d, is %d".formatted(Short.MAX_VALUE, block));
    }
    return (int) block;
  }

  private static int divided(OnnxNode node, Operand x, int axis, int by) {
    if (x.dim(axis) % by != 0) {
      throw node.error("axis %d of %s cannot be split into %d".formatted(axis, x.shape(), by));
    }
    return x.dim(axis) / by;
  }

  private static int times(int extent, int factor) {
    return Math.toIntExact((long) extent * factor);
  }

  private static List<Integer> extents(int batch, int... others) {
    var extents = new ArrayList<Integer>();
    extents.add(batch);
    extents.addAll(boxed(others));
    return extents;
  }

  /** An unknown batch is what is left over. */
  private static Operand reshape(Draft draft, Operand x, List<Integer> extents) {
    return draft.node(new Reshape(extents, true), x);
  }

  private static List<Integer> boxed(int... values) {
    return IntStream.of(values).boxed().toList();
  }
}
