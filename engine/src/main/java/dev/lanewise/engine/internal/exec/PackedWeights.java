package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.conv.DepthwiseWeights;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.gemm.PanelPacking;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A model's weights in the forms that the algorithms read, each made once, when the first session
 * asks for it: which algorithm a layer gets, and so which form, depends on the session's shapes.
 *
 * <p>A form is asked for in two steps: {@link #matrices} gives it a place, and {@link #fill} writes
 * its values, with all threads of the session that is being made.
 *
 * <p><b>Ownership.</b> All lie in one shared arena, freed by {@link #close()}.
 *
 * <p><b>Threads.</b> Any number. Two sessions that are made at the same time share what both need.
 */
public final class PackedWeights implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final Arena arena = Arena.ofShared();
  private final long maxBytes;
  private final Map<Layer, List<PackedMatrix>> matrices = new HashMap<>();
  private final Map<Layer, DepthwiseWeights> depthwise = new HashMap<>();
  private final Map<Norm, ChannelScale> scales = new HashMap<>();

  /** Forms that have their place and not their values; its lock is held by who fills. */
  private final Queue<Work> pending = new ConcurrentLinkedQueue<>();

  private long bytes;

  /** Nothing yet; at most {@code maxBytes} later. */
  public PackedWeights(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What a form is made of; tensors are equal if they are the same. */
  private record Layer(Tensor weights, Tensor bias, int groups) {}

  private record Norm(List<Tensor> parameters, double epsilon) {}

  /** A factor and a summand for each padded channel. */
  record ChannelScale(MemorySegment scale, MemorySegment shift) {}

  /** The off-heap memory taken so far, in bytes. */
  public synchronized long bytes() {
    return bytes;
  }

  /**
   * One packed matrix for each group of a convolution's weights [O, I / groups, kh, kw], or of a
   * linear layer's [O, I]. Empty until {@link #fill}.
   *
   * @param name of the node, for the message if there is no room
   */
  synchronized List<PackedMatrix> matrices(String name, Tensor weights, Tensor bias, int groups) {
    var key = new Layer(weights, bias, groups);
    var known = matrices.get(key);
    if (known != null) {
      return known;
    }
    int columns = weights.shape().dim(0) / groups;
    int channels = weights.shape().dim(1);
    int taps = taps(weights.shape());
    reserve(name, matricesBytes(weights.shape(), groups));
    var packed = new ArrayList<PackedMatrix>();
    for (int group = 0; group < groups; group++) {
      var matrix = PackedMatrix.allocate(arena, taps * channels, columns);
      pending.add(
          new PanelPacking(
              rows(weights, group, groups),
              rows(bias, group, groups),
              columns,
              channels,
              taps,
              matrix));
      packed.add(matrix);
    }
    matrices.put(key, List.copyOf(packed));
    return packed;
  }

  /** The part of a group, of whose rows all groups have as many. */
  private static MemorySegment rows(Tensor tensor, int group, int groups) {
    long bytes = tensor.segment().byteSize() / groups;
    return tensor.segment().asSlice(group * bytes, bytes);
  }

  /**
   * Writes the values of all forms that were asked for and are still empty, each by all threads of
   * {@code team}. Whoever asked for forms calls this before it reads them; if another session's
   * call is under way, it waits for that one.
   *
   * @throws IllegalStateException if a tensor that a form is made of is closed; the form stays
   *     empty, and the next call tries again
   */
  public void fill(ThreadTeam team) {
    synchronized (pending) {
      for (var next = pending.peek(); next != null; next = pending.peek()) {
        team.run(next);
        pending.remove();
      }
    }
  }

  /** Depthwise weights [C, 1, kh, kw] as [taps][padded channels]. */
  synchronized DepthwiseWeights depthwise(String name, Tensor weights, Tensor bias) {
    var key = new Layer(weights, bias, weights.shape().dim(0));
    var known = depthwise.get(key);
    if (known != null) {
      return known;
    }
    int channels = weights.shape().dim(0);
    int taps = weights.shape().dim(2) * weights.shape().dim(3);
    int padded = PackedMatrix.padded(channels);
    reserve(name, depthwiseBytes(weights.shape()));
    var data = arena.allocate((long) taps * padded * Float.BYTES, 64);
    for (int channel = 0; channel < channels; channel++) {
      for (int tap = 0; tap < taps; tap++) {
        float weight = weights.segment().getAtIndex(FLOAT, (long) channel * taps + tap);
        data.setAtIndex(FLOAT, (long) tap * padded + channel, weight);
      }
    }
    var packed = new DepthwiseWeights(data, vector(padded, bias.segment()), padded);
    depthwise.put(key, packed);
    return packed;
  }

  private MemorySegment vector(int padded, MemorySegment values) {
    var vector = arena.allocate((long) padded * Float.BYTES, 64);
    MemorySegment.copy(values, 0, vector, 0, values.byteSize());
    return vector;
  }

  /** A batch norm that stands alone, of gamma, beta, mean and variance. */
  synchronized ChannelScale scale(String name, List<Tensor> parameters, double epsilon) {
    var key = new Norm(parameters, epsilon);
    var known = scales.get(key);
    if (known != null) {
      return known;
    }
    int channels = parameters.getFirst().shape().dim(0);
    int padded = PackedMatrix.padded(channels);
    reserve(name, scaleBytes(channels));
    var scale = arena.allocate((long) padded * Float.BYTES, 64);
    var shift = arena.allocate((long) padded * Float.BYTES, 64);
    for (int c = 0; c < channels; c++) {
      double factor = parameters.get(0).get(c) / Math.sqrt(parameters.get(3).get(c) + epsilon);
      scale.setAtIndex(FLOAT, c, (float) factor);
      shift.setAtIndex(
          FLOAT, c, (float) (parameters.get(1).get(c) - parameters.get(2).get(c) * factor));
    }
    var made = new ChannelScale(scale, shift);
    scales.put(key, made);
    return made;
  }

  private static int taps(Shape weights) {
    return weights.rank() == 4 ? weights.dim(2) * weights.dim(3) : 1;
  }

  /** The bytes of {@link #matrices}. */
  static long matricesBytes(Shape weights, int groups) {
    return groups * PackedMatrix.bytes(taps(weights) * weights.dim(1), weights.dim(0) / groups);
  }

  /** The bytes of {@link #depthwise}. */
  static long depthwiseBytes(Shape weights) {
    return (taps(weights) + 1L) * PackedMatrix.padded(weights.dim(0)) * Float.BYTES;
  }

  /** The bytes of {@link #scale}. */
  static long scaleBytes(int channels) {
    return 2L * PackedMatrix.padded(channels) * Float.BYTES;
  }

  private void reserve(String name, long size) {
    requireRoom(name, size, maxBytes - bytes);
    bytes += size;
  }

  static void requireRoom(String name, long size, long left) {
    if (size > left) {
      throw new LimitException(
          "%s takes %d bytes when packed, the limit for weights leaves %d"
              .formatted(name, size, left));
    }
  }

  /** Frees all forms; does nothing a second time. */
  @Override
  public synchronized void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
