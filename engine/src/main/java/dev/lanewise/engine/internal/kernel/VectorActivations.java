package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.ActivationFormulas.BIASED;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.E0;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.E1;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.E2;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.E3;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.E4;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.E5;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.EXPONENT_BIAS;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.EXPONENT_SHIFT;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.LEAST;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.LEAST_NORMAL;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.LN2_HIGH;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.LN2_LOW;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.LOG2_E;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.MISH_IS_X;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.MOST;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.NEAR_0;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.SIXTH;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.T0;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.T1;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.T2;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.T3;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.T4;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.WHOLE;
import static dev.lanewise.engine.internal.kernel.ActivationFormulas.WHOLE_BITS;
import static dev.lanewise.engine.internal.kernel.Lanes.FLOAT;
import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The activations, a vector at a time, by the operations of {@link ActivationFormulas}. What is
 * left behind the last whole vector is computed by those.
 */
final class VectorActivations implements ActivationKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  @Override
  public void apply(
      Function function,
      float alpha,
      float beta,
      MemorySegment x,
      long xOff,
      MemorySegment y,
      long yOff,
      int floats) {
    int whole = floats / LANES * LANES;
    switch (function) {
      case LEAKY_RELU -> leakyRelu(alpha, x, xOff, y, yOff, whole);
      case CLIP -> clip(alpha, beta, x, xOff, y, yOff, whole);
      case HARD_SIGMOID -> hardSigmoid(alpha, beta, x, xOff, y, yOff, whole);
      case HARD_SWISH -> hardSwish(x, xOff, y, yOff, whole);
      case EXP, SIGMOID, SWISH, TANH, MISH -> exponential(function, alpha, x, xOff, y, yOff, whole);
    }
    for (int i = whole; i < floats; i++) {
      float value = x.get(FLOAT, xOff + i * 4L);
      y.set(FLOAT, yOff + i * 4L, ActivationFormulas.at(function, alpha, beta, value));
    }
  }

  private static void leakyRelu(
      float alpha, MemorySegment x, long xOff, MemorySegment y, long yOff, int whole) {
    Lanes.offHeap(x.isNative() && y.isNative());
    for (int i = 0; i < whole; i += LANES) {
      var v = FloatVector.fromMemorySegment(SPECIES, x, xOff + i * 4L, ORDER);
      v.mul(alpha)
          .blend(v, v.compare(VectorOperators.GE, 0f))
          .intoMemorySegment(y, yOff + i * 4L, ORDER);
    }
  }

  private static void clip(
      float least, float most, MemorySegment x, long xOff, MemorySegment y, long yOff, int whole) {
    Lanes.offHeap(x.isNative() && y.isNative());
    for (int i = 0; i < whole; i += LANES) {
      var v = FloatVector.fromMemorySegment(SPECIES, x, xOff + i * 4L, ORDER);
      var raised = v.blend(least, v.compare(VectorOperators.LE, least));
      raised
          .blend(most, raised.compare(VectorOperators.GE, most))
          .intoMemorySegment(y, yOff + i * 4L, ORDER);
    }
  }

  private static void hardSigmoid(
      float alpha, float beta, MemorySegment x, long xOff, MemorySegment y, long yOff, int whole) {
    Lanes.offHeap(x.isNative() && y.isNative());
    var slope = FloatVector.broadcast(SPECIES, alpha);
    for (int i = 0; i < whole; i += LANES) {
      var line =
          slope.fma(
              FloatVector.fromMemorySegment(SPECIES, x, xOff + i * 4L, ORDER),
              FloatVector.broadcast(SPECIES, beta));
      var raised = line.blend(0f, line.compare(VectorOperators.LE, 0f));
      raised
          .blend(1f, raised.compare(VectorOperators.GE, 1f))
          .intoMemorySegment(y, yOff + i * 4L, ORDER);
    }
  }

  private static void hardSwish(MemorySegment x, long xOff, MemorySegment y, long yOff, int whole) {
    Lanes.offHeap(x.isNative() && y.isNative());
    var slope = FloatVector.broadcast(SPECIES, SIXTH);
    for (int i = 0; i < whole; i += LANES) {
      var v = FloatVector.fromMemorySegment(SPECIES, x, xOff + i * 4L, ORDER);
      var line = slope.fma(v, FloatVector.broadcast(SPECIES, 0.5f));
      var raised = line.blend(0f, line.compare(VectorOperators.LE, 0f));
      v.mul(raised.blend(1f, raised.compare(VectorOperators.GE, 1f)))
          .intoMemorySegment(y, yOff + i * 4L, ORDER);
    }
  }

  /** Those that begin with an exponential. */
  private static void exponential(
      Function function,
      float alpha,
      MemorySegment x,
      long xOff,
      MemorySegment y,
      long yOff,
      int floats) {
    Lanes.offHeap(x.isNative() && y.isNative());
    float factor =
        switch (function) {
          case SIGMOID -> -1f;
          case SWISH -> -alpha;
          case TANH -> 2f;
          default -> 1f;
        };
    boolean wide = function == Function.EXP;
    float least = wide ? LEAST : LEAST_NORMAL;
    float most = function == Function.MISH ? MISH_IS_X : MOST;
    float whole = wide ? WHOLE : BIASED;
    for (int i = 0; i < floats; i += LANES) {
      var v = FloatVector.fromMemorySegment(SPECIES, x, xOff + i * 4L, ORDER);
      var scaled = v.mul(factor);
      var raised = scaled.blend(least, scaled.compare(VectorOperators.LE, least));
      var c = raised.blend(most, raised.compare(VectorOperators.GE, most));
      var shifted =
          c.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, whole));
      var n = shifted.sub(whole);
      var r =
          n.fma(
              FloatVector.broadcast(SPECIES, -LN2_LOW),
              n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), c));
      var square = r.mul(r);
      var p =
          FloatVector.broadcast(SPECIES, E0)
              .fma(r, FloatVector.broadcast(SPECIES, E1))
              .fma(
                  square,
                  FloatVector.broadcast(SPECIES, E2).fma(r, FloatVector.broadcast(SPECIES, E3)))
              .fma(
                  square,
                  FloatVector.broadcast(SPECIES, E4).fma(r, FloatVector.broadcast(SPECIES, E5)))
              .fma(square, r)
              .add(1f);
      var one = FloatVector.broadcast(SPECIES, 1f);
      var power2 =
          shifted
              .reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
              .reinterpretAsFloats();
      // A store in each case: a vector that several paths give might become an object.
      switch (function) {
        case SIGMOID -> one.div(p.fma(power2, one)).intoMemorySegment(y, yOff + i * 4L, ORDER);
        case SWISH -> v.div(p.fma(power2, one)).intoMemorySegment(y, yOff + i * 4L, ORDER);
        case TANH -> {
          var z = v.mul(v);
          var near =
              FloatVector.broadcast(SPECIES, T0)
                  .fma(z, FloatVector.broadcast(SPECIES, T1))
                  .fma(z, FloatVector.broadcast(SPECIES, T2))
                  .fma(z, FloatVector.broadcast(SPECIES, T3))
                  .fma(z, FloatVector.broadcast(SPECIES, T4))
                  .mul(z)
                  .fma(v, v);
          one.sub(FloatVector.broadcast(SPECIES, 2f).div(p.fma(power2, one)))
              .blend(near, v.abs().compare(VectorOperators.LT, NEAR_0))
              .intoMemorySegment(y, yOff + i * 4L, ORDER);
        }
        case MISH -> {
          var e = p.mul(power2);
          var m = e.mul(e.add(2f));
          v.mul(m.div(m.add(2f))).intoMemorySegment(y, yOff + i * 4L, ORDER);
        }
        default -> {
          var power = shifted.reinterpretAsInts().sub(WHOLE_BITS);
          var half = power.lanewise(VectorOperators.ASHR, 1);
          var first =
              half.add(EXPONENT_BIAS)
                  .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                  .reinterpretAsFloats();
          var second =
              power
                  .sub(half)
                  .add(EXPONENT_BIAS)
                  .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                  .reinterpretAsFloats();
          p.mul(first).mul(second).intoMemorySegment(y, yOff + i * 4L, ORDER);
        }
      }
    }
  }
}
