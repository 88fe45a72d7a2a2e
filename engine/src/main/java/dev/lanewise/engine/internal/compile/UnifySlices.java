package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Gather;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Slice;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A gather at one place that is known becomes a slice and a reshape without its axis: what
 * exporters write of {@code x[0], x[1]}, as behind ShuffleNetV2's shuffle of channels. Both can be
 * parts of one copy.
 *
 * <pre>
 * gather axis 0 at 1      slice 0[1:2], reshape
 * </pre>
 */
final class UnifySlices {
  private UnifySlices() {}

  static Graph apply(Graph source) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      var extents = extents(node, source, draft);
      if (extents == null) {
        draft.append(node);
        continue;
      }
      int axis = ((Gather) node.op()).axis();
      var x = node.inputs().getFirst();
      int place = place(node, source, draft);
      var range = new Slice.Range(axis, place, place + 1L, 1);
      var slice = draft.name(node.name() + ".slice");
      draft.append(new Node(slice, new Slice(List.of(range)), List.of(x)));
      draft.append(new Node(node.name(), new Reshape(extents, true), List.of(slice)));
    }
    return draft.build();
  }

  /** The extents to reshape to, or null where a node is none of these. */
  private static @Nullable List<Integer> extents(Node node, Graph source, Draft draft) {
    if (!(node.op() instanceof Gather(int axis)) || place(node, source, draft) < 0) {
      return null;
    }
    var shape = source.shape(node.inputs().getFirst());
    var extents =
        IntStream.range(0, shape.rank())
            .filter(each -> each != axis)
            .map(shape::dim)
            .map(extent -> extent == Shape.UNKNOWN ? -1 : extent)
            .boxed()
            .toList();
    boolean empty = extents.contains(0);
    return extents.stream().filter(extent -> extent == -1).count() > (empty ? 0 : 1)
        ? null
        : extents;
  }

  /** The only place that is gathered, from the start of the axis; −1 if there is none such. */
  private static int place(Node node, Graph source, Draft draft) {
    var axis = ((Gather) node.op()).axis();
    var indices = draft.constant(node.inputs().get(1));
    int extent = source.shape(node.inputs().getFirst()).dim(axis);
    if (indices == null || indices.shape().rank() > 0 || extent == Shape.UNKNOWN) {
      return -1;
    }
    long index = indices.toLongs()[0];
    long place = index < 0 ? index + extent : index;
    return place < extent ? (int) Math.max(place, -1) : -1;
  }
}
