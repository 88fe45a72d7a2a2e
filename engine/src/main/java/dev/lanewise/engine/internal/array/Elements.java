package dev.lanewise.engine.internal.array;

/** Whatever is computed of each element of an output on its own, from those at its place. */
final class Elements extends Spans {
  private final Element element;

  /**
   * Computes an element that lies at {@code y} from those at {@code a}, {@code b} and {@code c}.
   */
  interface Element {
    void at(long y, long a, long b, long c);
  }

  Elements(Element element, View y, View... inputs) {
    super(y, inputs);
    this.element = element;
  }

  @Override
  void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
    for (int i = 0; i < count; i++) {
      element.at(
          offsetY + i * stepY, offsetA + i * stepA, offsetB + i * stepB, offsetC + i * stepC);
    }
  }
}
