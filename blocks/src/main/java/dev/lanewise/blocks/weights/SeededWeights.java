package dev.lanewise.blocks.weights;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Weights that follow from a tensor's name and shape alone, so that a whole network can be run and
 * compared anywhere without a file. It lists no tensor and gives any that it is asked for.
 *
 * <pre>
 * seed = FNV-1a (64 bit) of the name's UTF-8
 * z    = output i + 1 of SplitMix64 started at seed, for element i in row-major order
 * u    = (z >>> 40) · 2⁻²⁴  in [0, 1),  s = 2u − 1          both exact in float32
 *
 * named "input"                                     2 · s
 * rank ≥ 2                                          s · (float) sqrt(6 / fanIn)
 * rank 1, ends in "running_mean" or "bias"          s · 0.1
 * rank 1, ends in "running_var"                     0.5 + u
 * any other                                         0.25 + 0.5 · u
 * </pre>
 *
 * <p>fanIn is the product of all extents but the first; the factors keep activations of a residual
 * network within a few powers of ten through all its layers.
 *
 * <p>Source: Fowler, Noll and Vo's hash; Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", 2014, figure 16; He et al., "Delving deep into rectifiers", 2015, for the
 * scale.
 */
public final class SeededWeights implements Weights {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final int CHUNK = 1 << 14; // elements

  private final Arena arena = Arena.ofShared();
  private final Map<String, Tensor> given = new HashMap<>();

  /** A source of everything. */
  public SeededWeights() {}

  /** The tensor {@code name} in memory of its own, {@linkplain Tensor#managed managed}. */
  public static Tensor tensor(String name, Shape shape) {
    var tensor = Tensor.managed(shape, Layout.NCHW);
    fill(name, shape, tensor.segment());
    return tensor;
  }

  @Override
  public boolean declares(String name) {
    return false;
  }

  @Override
  public OptionalInt extent(String name, int axis) {
    return OptionalInt.empty();
  }

  /**
   * {@inheritDoc}
   *
   * @throws WeightsException if the tensor was given with another shape before
   */
  @Override
  public Tensor get(String name, Shape shape) {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException("the seeded weights are closed");
    }
    var tensor = given.computeIfAbsent(name, absent -> make(name, shape));
    if (!tensor.shape().equals(shape)) {
      throw new WeightsException(
          "tensor \"%s\" was given with shape %s, shape %s is needed"
              .formatted(name, tensor.shape(), shape));
    }
    return tensor;
  }

  private Tensor make(String name, Shape shape) {
    var values = arena.allocate(shape.elements() * Float.BYTES, 64);
    fill(name, shape, values);
    return Tensor.view(values, shape, Layout.NCHW);
  }

  /** Does nothing: no tensor is listed, so none can be left over. */
  @Override
  public void requireAllUsed(String network) {}

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  static long seed(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ Byte.toUnsignedInt(each)) * 0x100000001b3L;
    }
    return hash;
  }

  private static void fill(String name, Shape shape, MemorySegment target) {
    long seed = seed(name);
    var rule = Rule.of(name, shape);
    long elements = shape.elements();
    var values = new float[(int) Math.min(CHUNK, elements)];
    for (long done = 0; done < elements; done += CHUNK) {
      int count = (int) Math.min(CHUNK, elements - done);
      for (int i = 0; i < count; i++) {
        float u = (mix(seed + (done + i + 1) * GOLDEN_GAMMA) >>> 40) * 0x1p-24f;
        float drawn = rule.signed() ? 2 * u - 1 : u;
        values[i] = rule.offset() + drawn * rule.factor();
      }
      MemorySegment.copy(
          values, 0, target, ValueLayout.JAVA_FLOAT_UNALIGNED, done * Float.BYTES, count);
    }
  }

  private static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** value = offset + factor · (signed ? s : u). */
  private record Rule(boolean signed, float offset, float factor) {
    static Rule of(String name, Shape shape) {
      if (name.equals("input")) {
        return new Rule(true, 0, 2);
      }
      if (shape.rank() >= 2) {
        double fanIn = (double) shape.elements() / shape.dim(0);
        return new Rule(true, 0, (float) Math.sqrt(6.0 / fanIn));
      }
      if (name.endsWith("running_mean") || name.endsWith("bias")) {
        return new Rule(true, 0, 0.1f);
      }
      if (name.endsWith("running_var")) {
        return new Rule(false, 0.5f, 1);
      }
      return new Rule(false, 0.25f, 0.5f);
    }
  }
}
