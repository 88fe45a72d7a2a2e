package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.compile.WeightBudget;
import dev.lanewise.engine.internal.conv.DepthwiseWeights;
import dev.lanewise.engine.internal.conv.GroupWeights;
import dev.lanewise.engine.internal.conv.TransposedTaps;
import dev.lanewise.engine.internal.conv.WinogradPacking;
import dev.lanewise.engine.internal.conv.WinogradTransform;
import dev.lanewise.engine.internal.conv.WinogradWeights;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.gemm.PanelPacking;
import dev.lanewise.engine.internal.kernel.GroupKernels;
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
import org.jspecify.annotations.Nullable;

/**
 * A model's weights in the forms that the algorithms read, each made once.
 *
 * <p>A form is made in two steps: who asks for it gets its place, and {@link #fill} then writes its
 * values, with many threads.
 *
 * <p><b>Ownership.</b> All lie in one shared arena, freed by {@link #close()}.
 *
 * <p><b>Threads.</b> Any number. Two sessions that are made at the same time share what both need.
 */
public final class PackedWeights implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** Pixels of a run, a multiple of a vector's floats. */
  private static final int RUN = 256;

  private final Arena arena = Arena.ofShared();
  private final WeightBudget budget;
  private final Map<Layer, List<PackedMatrix>> matrices = new HashMap<>();
  private final Map<Transposed, List<PackedMatrix>> transposed = new HashMap<>();
  private final Map<Layer, DepthwiseWeights> depthwise = new HashMap<>();
  private final Map<Layer, GroupWeights> smallGroups = new HashMap<>();
  private final Map<Transformed, WinogradWeights> winograd = new HashMap<>();
  private final Map<Norm, ChannelScale> scales = new HashMap<>();
  private final Map<Tensor, MemorySegment> kept = new HashMap<>();

  /** Forms that have their place and not their values; its lock is held by who fills. */
  private final Queue<Work> pending = new ConcurrentLinkedQueue<>();

  /** Nothing yet; what forms take later is taken from {@code budget}. */
  public PackedWeights(WeightBudget budget) {
    this.budget = budget;
  }

  /** What a form is made of; tensors are equal if they are the same. */
  private record Layer(Tensor weights, Tensor bias, int groups) {}

  private record Transposed(Tensor weights, @Nullable Tensor bias, TransposedTaps taps) {}

  private record Transformed(Tensor weights, Tensor bias, WinogradTransform transform) {}

  private record Norm(List<Tensor> parameters, double epsilon, int pixels) {}

  /** A factor and a summand for each padded channel, or each channel of pixels side by side. */
  record ChannelScale(MemorySegment scale, MemorySegment shift) {}

  /**
   * Copies a tensor, in {@link dev.lanewise.engine.Layout#NCHW}, so that forms can be made of it
   * when it is gone.
   */
  synchronized void keep(String name, Tensor tensor) {
    if (!kept.containsKey(tensor)) {
      long size = tensor.segment().byteSize();
      reserve(name, size);
      kept.put(tensor, arena.allocate(size, 64).copyFrom(tensor.segment()));
    }
  }

  /** What a tensor holds, or the copy of it that was kept. */
  synchronized MemorySegment numbers(Tensor tensor) {
    var copy = kept.get(tensor);
    return copy == null ? tensor.segment() : copy;
  }

  /**
   * One packed matrix for each group of a convolution's weights [O, I / groups, kh, kw], or of a
   * linear layer's [O, I]. Zeros until {@link #fill}.
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
    int taps = weights.shape().rank() == 4 ? weights.shape().dim(2) * weights.shape().dim(3) : 1;
    reserve(name, groups * PackedMatrix.bytes(taps * channels, columns));
    var packed = new ArrayList<PackedMatrix>();
    for (int group = 0; group < groups; group++) {
      var matrix = PackedMatrix.allocate(arena, taps * channels, columns);
      pending.add(
          new PanelPacking(
              part(numbers(weights), group, groups),
              part(numbers(bias), group, groups),
              columns,
              channels,
              taps,
              matrix));
      packed.add(matrix);
    }
    matrices.put(key, List.copyOf(packed));
    return packed;
  }

  /**
   * A packed matrix for each phase of a transposed convolution's weights [I, O, kh, kw], each with
   * the bias. Zeros until {@link #fill}.
   *
   * @param bias [O], or null for zeros
   */
  synchronized List<PackedMatrix> transposed(
      String name, Tensor weights, @Nullable Tensor bias, TransposedTaps taps) {
    var key = new Transposed(weights, bias, taps);
    var known = transposed.get(key);
    if (known != null) {
      return known;
    }
    int in = weights.shape().dim(0);
    int out = weights.shape().dim(1);
    long bytes = 0;
    for (int phase = 0; phase < taps.strideH() * taps.strideW(); phase++) {
      bytes += PackedMatrix.bytes(taps.ofPhase(phase).length * in, out);
    }
    reserve(name, bytes);
    var start = bias == null ? Arena.ofAuto().allocate(out * 4L) : bias.segment();
    var packed = new ArrayList<PackedMatrix>();
    for (int phase = 0; phase < taps.strideH() * taps.strideW(); phase++) {
      int[] reach = taps.ofPhase(phase);
      var matrix = PackedMatrix.allocate(arena, reach.length * in, out);
      var turned = turned(weights, taps.kernelH() * taps.kernelW(), reach);
      pending.add(new PanelPacking(turned, start, out, in, reach.length, matrix));
      packed.add(matrix);
    }
    var made = List.copyOf(packed);
    transposed.put(key, made);
    return made;
  }

  /** Some taps of weights [I, O, taps] as [O, I, some]; freed when nobody knows it any more. */
  private static MemorySegment turned(Tensor weights, int taps, int[] some) {
    int in = weights.shape().dim(0);
    int out = weights.shape().dim(1);
    var turned = Arena.ofAuto().allocate((long) some.length * out * in * Float.BYTES, 64);
    for (int ic = 0; ic < in; ic++) {
      for (int o = 0; o < out; o++) {
        long from = ((long) ic * out + o) * taps;
        long to = ((long) o * in + ic) * some.length;
        for (int tap = 0; tap < some.length; tap++) {
          turned.setAtIndex(FLOAT, to + tap, weights.segment().getAtIndex(FLOAT, from + some[tap]));
        }
      }
    }
    return turned;
  }

  private static MemorySegment part(MemorySegment all, int index, int count) {
    long bytes = all.byteSize() / count;
    return all.asSlice(index * bytes, bytes);
  }

  /**
   * Writes the values of all forms that were asked for and have none yet, each with all threads of
   * {@code team}. Whoever asked for forms calls this before it reads them; while another's call is
   * under way, it waits for that one.
   *
   * @throws IllegalStateException if a tensor that a form is made of is closed; the form stays
   *     without values, and the next call tries again
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
    reserve(name, (taps + 1L) * padded * Float.BYTES);
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

  /** Weights [C, group, kh, kw] of groups of as many inputs as outputs. */
  synchronized GroupWeights smallGroups(String name, Tensor weights, Tensor bias) {
    int channels = weights.shape().dim(0);
    int group = weights.shape().dim(1);
    var key = new Layer(weights, bias, channels / group);
    var known = smallGroups.get(key);
    if (known != null) {
      return known;
    }
    int taps = weights.shape().dim(2) * weights.shape().dim(3);
    int padded = PackedMatrix.padded(channels);
    reserve(name, ((long) taps * group + 1) * padded * Float.BYTES);
    var data = arena.allocate((long) taps * group * padded * Float.BYTES, 64);
    for (int channel = 0; channel < channels; channel++) {
      long to = GroupKernels.weights(channel, group, taps);
      for (int tap = 0; tap < taps; tap++) {
        for (int j = 0; j < group; j++) {
          long from = ((long) channel * group + j) * taps + tap;
          data.set(FLOAT, to, weights.segment().getAtIndex(FLOAT, from));
          to += GroupKernels.LANES * (long) Float.BYTES;
        }
      }
    }
    var packed = new GroupWeights(data, vector(padded, bias.segment()), group);
    smallGroups.put(key, packed);
    return packed;
  }

  /** Weights [O, I, 3, 3], transformed in double and rounded once. Zeros until {@link #fill}. */
  synchronized WinogradWeights winograd(
      String name, Tensor weights, Tensor bias, WinogradTransform transform) {
    var key = new Transformed(weights, bias, transform);
    var known = winograd.get(key);
    if (known != null) {
      return known;
    }
    int columns = weights.shape().dim(0);
    int channels = weights.shape().dim(1);
    reserve(name, WinogradWeights.bytes(channels, columns, transform));
    var made = WinogradWeights.allocate(channels, columns, transform, arena);
    pending.add(new WinogradPacking(numbers(weights), numbers(bias), columns, made));
    winograd.put(key, made);
    return made;
  }

  private MemorySegment vector(int padded, MemorySegment values) {
    var vector = arena.allocate((long) padded * Float.BYTES, 64);
    MemorySegment.copy(values, 0, vector, 0, values.byteSize());
    return vector;
  }

  /** A batch norm that stands alone, of gamma, beta, mean and variance, for a padded pixel. */
  ChannelScale scale(String name, List<Tensor> parameters, double epsilon) {
    return scale(name, parameters, epsilon, 1);
  }

  /** The same for some pixels side by side. */
  ChannelScale scaleOfRun(String name, List<Tensor> parameters, double epsilon) {
    return scale(name, parameters, epsilon, RUN);
  }

  private synchronized ChannelScale scale(
      String name, List<Tensor> parameters, double epsilon, int pixels) {
    var key = new Norm(parameters, epsilon, pixels);
    var known = scales.get(key);
    if (known != null) {
      return known;
    }
    int channels = parameters.getFirst().shape().dim(0);
    long size = (long) PackedMatrix.padded(channels * pixels) * Float.BYTES;
    reserve(name, 2 * size);
    var scale = arena.allocate(size, 64);
    var shift = arena.allocate(size, 64);
    for (int c = 0; c < channels; c++) {
      double factor = parameters.get(0).get(c) / Math.sqrt(parameters.get(3).get(c) + epsilon);
      float summand = (float) (parameters.get(1).get(c) - parameters.get(2).get(c) * factor);
      for (int pixel = 0; pixel < pixels; pixel++) {
        scale.setAtIndex(FLOAT, pixel * channels + c, (float) factor);
        shift.setAtIndex(FLOAT, pixel * channels + c, summand);
      }
    }
    var made = new ChannelScale(scale, shift);
    scales.put(key, made);
    return made;
  }

  private void reserve(String name, long size) {
    budget.take(name, size, 1);
  }

  /** Frees all forms; does nothing a second time. */
  @Override
  public synchronized void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
