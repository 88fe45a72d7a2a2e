package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import java.lang.foreign.Arena;

/** The memory of a model's constants, in one arena and up to a limit. Used by one thread. */
final class ConstantStore {
  /** Constants may take this many times the size of the files … */
  static final int FILE_TIMES = 3;

  /** … and this much. */
  static final long ALLOWANCE = 64L << 20;

  private static final long ALIGNMENT = 64;

  private final Arena arena;
  private final boolean fixed;
  private long limit;
  private long used;

  ConstantStore(Arena arena, OnnxOptions options) {
    this.arena = arena;
    fixed = options.maxConstantBytes().isPresent();
    limit = options.maxConstantBytes().orElse(ALLOWANCE);
  }

  /** Lets the constants of one more file in, unless the caller set the limit. */
  void allowFile(long bytes) {
    if (!fixed) {
      limit += FILE_TIMES * bytes;
    }
  }

  /** How many bytes all constants may take. */
  long limit() {
    return limit;
  }

  /**
   * Refuses what the limit has no room for.
   *
   * @param what whose constant it is, for the message
   */
  void check(ElementType type, Shape shape, String what) {
    long bytes = bytes(type, shape, what);
    if (bytes > limit - used) {
      throw new OnnxException(
          "%s: a constant of shape %s takes %d bytes, and %d of %d are taken (OnnxOptions.withMaxConstantBytes)"
              .formatted(what, shape, bytes, used, limit));
    }
  }

  /**
   * A tensor of zeros, row-major.
   *
   * @param what whose constant it is, for the message
   * @throws OnnxException if the limit has no room for it
   */
  Tensor allocate(ElementType type, Shape shape, String what) {
    check(type, shape, what);
    long bytes = bytes(type, shape, what);
    used += bytes;
    return Tensor.view(arena.allocate(bytes, ALIGNMENT), type, shape, Layout.NCHW);
  }

  private static long bytes(ElementType type, Shape shape, String what) {
    try {
      return Math.multiplyExact(shape.elements(), (long) type.bytes());
    } catch (ArithmeticException | ShapeException overflow) {
      throw new OnnxException(
          "%s: the size of a constant of shape %s overflows".formatted(what, shape), overflow);
    }
  }
}
