package dev.lanewise.engine.internal.array;

/** y = a constant. */
final class Fill extends Spans {
  private final double value;

  Fill(double value, View y) {
    super(y);
    this.value = value;
  }

  @Override
  void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
    for (int i = 0; i < count; i++) {
      y.setNumber(offsetY + i * stepY, value);
    }
  }
}
