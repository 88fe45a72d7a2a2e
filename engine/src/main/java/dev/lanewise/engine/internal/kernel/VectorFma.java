package dev.lanewise.engine.internal.kernel;

import java.util.Arrays;
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

  /**
   * The factors of every product, lanes of 1 and then of {@link FmaChains#STEP}. Read from an array
   * since C2 would load a constant anew for each multiply-add, which halves the rate.
   */
  private static final float[] FACTORS = factors();

  private VectorFma() {}

  static float run(int steps) {
    var x = FloatVector.fromArray(SPECIES, FACTORS, 0);
    var y = FloatVector.fromArray(SPECIES, FACTORS, SPECIES.length());
    var c0 = FloatVector.zero(SPECIES);
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
      c0 = x.fma(y, c0);
      c1 = x.fma(y, c1);
      c2 = x.fma(y, c2);
      c3 = x.fma(y, c3);
      c4 = x.fma(y, c4);
      c5 = x.fma(y, c5);
      c6 = x.fma(y, c6);
      c7 = x.fma(y, c7);
      c8 = x.fma(y, c8);
      c9 = x.fma(y, c9);
    }
    var sum = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).add(c8).add(c9);
    return sum.lane(0);
  }

  private static float[] factors() {
    float[] factors = new float[2 * SPECIES.length()];
    Arrays.fill(factors, 0, SPECIES.length(), 1);
    Arrays.fill(factors, SPECIES.length(), factors.length, FmaChains.STEP);
    return factors;
  }
}
