package dev.lanewise.engine.internal.parallel;

/**
 * Something that can be done in independent parts, in any order and by any thread. What a part
 * computes must not depend on who runs it, or when.
 */
public interface Work {
  /** How many parts there are; at least 1, and the same at each call. */
  int parts();

  /**
   * Does one part.
   *
   * @param part from 0 to {@code parts() − 1}
   * @param worker who does it, from 0 to the team's threads − 1: the owner of the scratch to be
   *     used
   */
  void run(int part, int worker);
}
