package dev.lanewise.engine;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The extents of a tensor, always written in logical order: {@code [N, C, H, W]} for pictures and
 * activations, {@code [N, features]} after flattening, {@code [O, I, kh, kw]} for convolution
 * weights. How the elements lie in memory is the {@link Layout}'s business, not the shape's.
 *
 * <p>An extent may be {@link #UNKNOWN} in the declaration of a graph's input (any batch, any
 * picture size) and in what is inferred from it; the shape of a {@link Tensor} is always known. An
 * extent of 0, of a tensor without elements, is for the operators that only move elements: no other
 * takes it.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Shape {
  /** An extent that is not known before a session is made. */
  public static final int UNKNOWN = -1;

  private final int[] extents;

  private Shape(int[] extents) {
    this.extents = extents;
  }

  /**
   * A shape of these extents.
   *
   * @throws ShapeException if an extent is negative and not {@link #UNKNOWN}
   */
  public static Shape of(int... extents) {
    var copy = extents.clone();
    for (int extent : copy) {
      if (extent < 0 && extent != UNKNOWN) {
        throw new ShapeException("extents must not be negative, got " + Arrays.toString(copy));
      }
    }
    return new Shape(copy);
  }

  /** The number of extents. */
  public int rank() {
    return extents.length;
  }

  /** The extent at {@code axis}, or {@link #UNKNOWN}. */
  public int dim(int axis) {
    return extents[axis];
  }

  /** Whether every extent is known. */
  public boolean isKnown() {
    return IntStream.of(extents).noneMatch(extent -> extent == UNKNOWN);
  }

  /** Whether an extent is 0, so that there are no elements. */
  public boolean isEmpty() {
    return IntStream.of(extents).anyMatch(extent -> extent == 0);
  }

  /**
   * The number of elements.
   *
   * @throws ShapeException if an extent is unknown or the product exceeds 2⁶³ − 1
   */
  public long elements() {
    long product = 1;
    for (int extent : extents) {
      if (extent == UNKNOWN) {
        throw new ShapeException("the number of elements of " + this + " is not known");
      }
      if (extent > 0 && product > Long.MAX_VALUE / extent) {
        throw new ShapeException("the number of elements of " + this + " overflows");
      }
      product *= extent;
    }
    return product;
  }

  /** A copy of the extents. */
  public int[] toArray() {
    return extents.clone();
  }

  /** Whether both have the same rank and no pair of known extents differs. */
  public boolean isCompatibleWith(Shape other) {
    return rank() == other.rank()
        && IntStream.range(0, rank())
            .allMatch(
                axis ->
                    extents[axis] == other.extents[axis]
                        || extents[axis] == UNKNOWN
                        || other.extents[axis] == UNKNOWN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** For example {@code [1, 64, 56, 56]}; an unknown extent prints as {@code ?}. */
  @Override
  public String toString() {
    return IntStream.of(extents)
        .mapToObj(extent -> extent == UNKNOWN ? "?" : Integer.toString(extent))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
