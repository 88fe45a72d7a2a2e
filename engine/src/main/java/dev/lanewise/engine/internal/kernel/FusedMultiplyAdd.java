package dev.lanewise.engine.internal.kernel;

/**
 * Whether {@link Math#fma(float, float, float)} is an instruction here. Without FMA3, that is on
 * x86 processors from before 2013, the JDK computes it with {@link java.math.BigDecimal}, some 500
 * times slower: microseconds each where the slowest interpreter of bytecodes takes tens of
 * nanoseconds.
 */
final class FusedMultiplyAdd {
  static final String SLOW =
      "this processor (or this JVM, as started) has no fused multiply-add, without which Lanewise"
          + " would be 500 times slower";

  private static final int CALLS = 64;
  private static final long LIMIT_NANOS = CALLS * 1_000L;

  private FusedMultiplyAdd() {}

  /**
   * The quickest of a few attempts counts, so that a busy machine is not mistaken for an old one.
   */
  static boolean isFast() {
    float sum = 0.5f;
    for (int attempt = 0; attempt < 20; attempt++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        sum = Math.fma(sum, 0.75f, 0.3f);
      }
      if (System.nanoTime() - start < LIMIT_NANOS && sum > 0) {
        return true;
      }
    }
    return false;
  }
}
