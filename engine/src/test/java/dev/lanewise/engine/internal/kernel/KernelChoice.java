package dev.lanewise.engine.internal.kernel;

/** A program that prints the kernels that this process has chosen, and what is wrong with that. */
final class KernelChoice {
  private KernelChoice() {}

  /**
   * Prints them.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    var chosen = KernelSet.chosen();
    System.out.println(chosen + ": " + chosen.problem());
  }
}
