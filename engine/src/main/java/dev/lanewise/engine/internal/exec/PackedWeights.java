package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.conv.DepthwiseWeights;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A model's weights in the forms that the algorithms read, each made once.
 *
 * <p><b>Ownership.</b> All lie in one shared arena, freed by {@link #close()}.
 *
 * <p><b>Threads.</b> Any number; one form at a time is made.
 */
public final class PackedWeights implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final Arena arena = Arena.ofShared();
  private final long maxBytes;
  private final Map<String, List<PackedMatrix>> matrices = new HashMap<>();
  private final Map<String, DepthwiseWeights> depthwise = new HashMap<>();
  private final Map<String, ChannelScale> scales = new HashMap<>();
  private long bytes;

  /** Nothing yet; at most {@code maxBytes} later. */
  public PackedWeights(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A factor and a summand for each padded channel. */
  record ChannelScale(MemorySegment scale, MemorySegment shift) {}

  /** The off-heap memory taken so far, in bytes. */
  public synchronized long bytes() {
    return bytes;
  }

  /**
   * One packed matrix for each group of a convolution's weights [O, I / groups, kh, kw], or of a
   * linear layer's [O, I].
   *
   * @param key names the weights and the bias
   */
  synchronized List<PackedMatrix> matrices(String key, Tensor weights, Tensor bias, int groups) {
    var known = matrices.get(key);
    if (known != null) {
      return known;
    }
    int columns = weights.shape().dim(0) / groups;
    int channels = weights.shape().dim(1);
    int taps = weights.shape().rank() == 4 ? weights.shape().dim(2) * weights.shape().dim(3) : 1;
    reserve(key, groups * PackedMatrix.bytes(taps * channels, columns));
    var packed = new ArrayList<PackedMatrix>();
    for (int group = 0; group < groups; group++) {
      var matrix = PackedMatrix.allocate(arena, taps * channels, columns);
      pack(weights.segment(), bias.segment(), group * columns, columns, channels, taps, matrix);
      packed.add(matrix);
    }
    matrices.put(key, List.copyOf(packed));
    return packed;
  }

  private static void pack(
      MemorySegment weights,
      MemorySegment bias,
      int first,
      int columns,
      int channels,
      int taps,
      PackedMatrix target) {
    long at = (long) first * channels * taps;
    for (int column = 0; column < columns; column++) {
      target.setBias(column, bias.getAtIndex(FLOAT, first + column));
      for (int channel = 0; channel < channels; channel++) {
        for (int tap = 0; tap < taps; tap++) {
          target.set(tap * channels + channel, column, weights.getAtIndex(FLOAT, at++));
        }
      }
    }
  }

  /** Depthwise weights [C, 1, kh, kw] as [taps][padded channels]. */
  synchronized DepthwiseWeights depthwise(String key, Tensor weights, Tensor bias) {
    var known = depthwise.get(key);
    if (known != null) {
      return known;
    }
    int channels = weights.shape().dim(0);
    int taps = weights.shape().dim(2) * weights.shape().dim(3);
    int padded = PackedMatrix.padded(channels);
    reserve(key, (taps + 1L) * padded * Float.BYTES);
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

  /** A batch norm that stands alone; {@code parameter} gives gamma, beta, mean and variance. */
  synchronized ChannelScale scale(
      String key, int channels, double epsilon, Function<Integer, Tensor> parameter) {
    var known = scales.get(key);
    if (known != null) {
      return known;
    }
    int padded = PackedMatrix.padded(channels);
    reserve(key, 2L * padded * Float.BYTES);
    var scale = arena.allocate((long) padded * Float.BYTES, 64);
    var shift = arena.allocate((long) padded * Float.BYTES, 64);
    for (int c = 0; c < channels; c++) {
      double gamma = parameter.apply(1).get(c);
      double factor = gamma / Math.sqrt(parameter.apply(4).get(c) + epsilon);
      scale.setAtIndex(FLOAT, c, (float) factor);
      shift.setAtIndex(
          FLOAT, c, (float) (parameter.apply(2).get(c) - parameter.apply(3).get(c) * factor));
    }
    var made = new ChannelScale(scale, shift);
    scales.put(key, made);
    return made;
  }

  private void reserve(String key, long size) {
    if (size > maxBytes - bytes) {
      throw new LimitException(
          "%s takes %d bytes when packed, the limit for weights leaves %d"
              .formatted(key, size, maxBytes - bytes));
    }
    bytes += size;
  }

  /** Frees all forms; does nothing a second time. */
  @Override
  public synchronized void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
