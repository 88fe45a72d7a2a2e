package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Activation;
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
import java.util.List;

/** The works that compute each array operator, one after the other. */
public final class ArrayWorks {
  private ArrayWorks() {}

  /**
   * The works of an operator over these arrays.
   *
   * @param inputs of shapes and types that the operator takes
   * @param y of the shape and type that it infers from them, in memory of its own; every element is
   *     written
   */
  public static List<Work> of(ArrayOp op, List<View> inputs, View y) {
    var x = inputs.getFirst();
    return switch (op) {
      case Apply(Activation function) -> List.of(Applied.of(function, x, y));
      case Binary(Binary.Function function) -> List.of(binary(function, x, inputs.get(1), y));
      case Where _ -> List.of(where(inputs, y));
      case Cast _ -> List.of(cast(x, y));
      case Reduce reduce -> List.of(Reduced.of(reduce, x, y));
      case ArgReduce arg -> List.of(argReduce(arg, x, y));
      case TopK top ->
          List.of(new Ranked(x, y, top.axis(), top.k(), top.largest(), false, top.indices()));
      case Softmax softmax -> List.of(new SoftmaxLines(x, y, softmax.axis(), softmax.log()));
      case Lrn lrn -> List.of(new LrnLines(lrn, x, y));
      case LpPool pool -> List.of(new Windowed.Norm(pool, x, y));
      case MaxPoolIndices pool -> List.of(new Windowed.Places(pool, x, y));
      case MatMul _ -> List.of(Products.of(x, inputs.get(1), y));
      case ConvTranspose conv ->
          List.of(
              new TransposedConv(
                  conv, x, inputs.get(1), inputs.size() > 2 ? inputs.get(2) : null, y));
      case OneHot oneHot -> List.of(new OneHotRows(oneHot.axis(), x, inputs.get(1), y));
      case Gather gather -> List.of(Gathered.of(gather.axis(), x, inputs.get(1), y));
      case Transpose(List<Integer> permutation) -> List.of(Movements.transpose(permutation, x, y));
      case Reshape _ -> List.of(Reshaped.of(x, y));
      case Slice slice -> List.of(Movements.slice(slice, x, y));
      case Pad pad -> Movements.pad(pad, x, y);
      case Concat(int axis) -> Movements.concat(axis, inputs, y);
      case Expand _ -> List.of(Transposition.orCopy(x.broadcast(y.extents()), y));
      case Tile(List<Integer> repeats) -> List.of(Movements.tile(repeats, x, y));
      case Resize resize -> List.of(Movements.resize(resize, x, y));
    };
  }

  /** y = f(x) where x and y may be the same array. */
  public static Work apply(Activation function, View x, View y) {
    return Applied.of(function, x, y);
  }

  /** y = f(a, b), broadcast; y may be a or b where their shapes are the same. */
  public static Work binary(Binary.Function function, View a, View b, View y) {
    return Combined.of(function, a.broadcast(y.extents()), b.broadcast(y.extents()), y);
  }

  private static Work where(List<View> inputs, View y) {
    var condition = inputs.get(0).broadcast(y.extents());
    var a = inputs.get(1).broadcast(y.extents());
    var b = inputs.get(2).broadcast(y.extents());
    return new Elements(
        (to, c, p, q) -> {
          boolean first = condition.getLong(c) != 0;
          y.copy(first ? a : b, first ? p : q, to);
        },
        y,
        condition,
        a,
        b);
  }

  private static Work cast(View x, View y) {
    return x.type() == y.type()
        ? Transposition.orCopy(x, y)
        : new Elements((to, from, _, _) -> Converted.convert(x, from, y, to), y, x);
  }

  private static Work argReduce(ArgReduce arg, View x, View y) {
    var target = y;
    if (!arg.keepDims()) {
      target = y.insert(arg.axis());
    }
    return new Ranked(x, target, arg.axis(), 1, arg.max(), arg.selectLast(), true);
  }
}
