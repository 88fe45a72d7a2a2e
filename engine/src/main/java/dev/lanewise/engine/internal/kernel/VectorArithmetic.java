package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions of two numbers, a vector at a time. */
final class VectorArithmetic implements ArithmeticKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();
  private static final ScalarArithmetic REST = new ScalarArithmetic();

  @Override
  public void apply(
      Function function,
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      MemorySegment y,
      long yOff,
      int floats) {
    int whole = floats / LANES * LANES;
    switch (function) {
      case ADD -> add(a, aOff, b, bOff, y, yOff, whole);
      case SUBTRACT -> subtract(a, aOff, b, bOff, y, yOff, whole);
      case MULTIPLY -> multiply(a, aOff, b, bOff, y, yOff, whole);
      case DIVIDE -> divide(a, aOff, b, bOff, y, yOff, whole);
      case PRELU -> prelu(a, aOff, b, bOff, y, yOff, whole);
    }
    long done = whole * 4L;
    REST.apply(function, a, aOff + done, b, bOff + done, y, yOff + done, floats - whole);
  }

  private static void add(
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      MemorySegment y,
      long yOff,
      int whole) {
    Lanes.offHeap(a.isNative() && b.isNative() && y.isNative());
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromMemorySegment(SPECIES, a, aOff + i * 4L, ORDER)
          .add(FloatVector.fromMemorySegment(SPECIES, b, bOff + i * 4L, ORDER))
          .intoMemorySegment(y, yOff + i * 4L, ORDER);
    }
  }

  private static void subtract(
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      MemorySegment y,
      long yOff,
      int whole) {
    Lanes.offHeap(a.isNative() && b.isNative() && y.isNative());
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromMemorySegment(SPECIES, a, aOff + i * 4L, ORDER)
          .sub(FloatVector.fromMemorySegment(SPECIES, b, bOff + i * 4L, ORDER))
          .intoMemorySegment(y, yOff + i * 4L, ORDER);
    }
  }

  private static void multiply(
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      MemorySegment y,
      long yOff,
      int whole) {
    Lanes.offHeap(a.isNative() && b.isNative() && y.isNative());
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromMemorySegment(SPECIES, a, aOff + i * 4L, ORDER)
          .mul(FloatVector.fromMemorySegment(SPECIES, b, bOff + i * 4L, ORDER))
          .intoMemorySegment(y, yOff + i * 4L, ORDER);
    }
  }

  private static void divide(
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      MemorySegment y,
      long yOff,
      int whole) {
    Lanes.offHeap(a.isNative() && b.isNative() && y.isNative());
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromMemorySegment(SPECIES, a, aOff + i * 4L, ORDER)
          .div(FloatVector.fromMemorySegment(SPECIES, b, bOff + i * 4L, ORDER))
          .intoMemorySegment(y, yOff + i * 4L, ORDER);
    }
  }

  private static void prelu(
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      MemorySegment y,
      long yOff,
      int whole) {
    Lanes.offHeap(a.isNative() && b.isNative() && y.isNative());
    for (int i = 0; i < whole; i += LANES) {
      var v = FloatVector.fromMemorySegment(SPECIES, a, aOff + i * 4L, ORDER);
      v.mul(FloatVector.fromMemorySegment(SPECIES, b, bOff + i * 4L, ORDER))
          .blend(v, v.compare(VectorOperators.GE, 0f))
          .intoMemorySegment(y, yOff + i * 4L, ORDER);
    }
  }
}
