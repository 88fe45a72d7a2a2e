package dev.lanewise.engine;

import java.util.List;

/**
 * What a {@link Session} does in a run, and the memory it takes for it.
 *
 * @param steps in the order they run
 * @param slabBytes the off-heap memory of the session: activations that reuse each other's place,
 *     and every thread's scratch
 * @param activationBytes what all activations would take side by side, without reuse
 * @param scratchBytes the part of the slab that is the threads' scratch
 * @param threads how many threads a run uses, the caller's included: those that the options ask
 *     for, but no more than the machine has processors
 * @param kernels the kernel set in use, for example {@code 512-bit 6×2}
 */
public record Plan(
    List<Step> steps,
    long slabBytes,
    long activationBytes,
    long scratchBytes,
    int threads,
    String kernels) {

  public Plan {
    steps = List.copyOf(steps);
  }

  /** The multiply-adds of all steps. */
  public long multiplyAdds() {
    return steps.stream().mapToLong(Step::multiplyAdds).sum();
  }

  /**
   * One step.
   *
   * @param name the value that it computes
   * @param operator the operator with what is fused into it, for example {@code Conv 3×3 p1 + skip
   *     → relu}
   * @param algorithm how it is computed and why, for example {@code im2col}
   * @param output the shape of what it computes
   * @param multiplyAdds of its convolution or matrix product; 0 for any other operator
   */
  public record Step(
      String name, String operator, String algorithm, Shape output, long multiplyAdds) {}
}
