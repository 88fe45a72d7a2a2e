package dev.lanewise.engine.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Ten independent chains of vector multiply-adds: enough to keep two units of five cycles' latency
 * busy, and few enough for 16 registers.
 */
final class VectorFma {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();

  /** The floating-point operations of a step. */
  static final int FLOPS = 10 * 2 * SPECIES.length();

  private VectorFma() {}

  /** Each chain tends to 1, so that no value is ever denormal or infinite. */
  static float run(int steps) {
    var half = FloatVector.broadcast(SPECIES, 0.5f);
    var c0 = FloatVector.broadcast(SPECIES, 0f);
    var c1 = c0.add(1);
    var c2 = c0.add(2);
    var c3 = c0.add(3);
    var c4 = c0.add(4);
    var c5 = c0.add(5);
    var c6 = c0.add(6);
    var c7 = c0.add(7);
    var c8 = c0.add(8);
    var c9 = c0.add(9);
    for (int i = 0; i < steps; i++) {
      c0 = c0.fma(half, half);
      c1 = c1.fma(half, half);
      c2 = c2.fma(half, half);
      c3 = c3.fma(half, half);
      c4 = c4.fma(half, half);
      c5 = c5.fma(half, half);
      c6 = c6.fma(half, half);
      c7 = c7.fma(half, half);
      c8 = c8.fma(half, half);
      c9 = c9.fma(half, half);
    }
    var sum = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).add(c8).add(c9);
    return sum.lane(0);
  }
}
