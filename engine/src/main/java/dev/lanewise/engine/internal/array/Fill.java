package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;

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
      if (y.type() == ElementType.F32) {
        y.setFloat(offsetY + i * stepY, (float) value);
      } else {
        y.setLong(offsetY + i * stepY, (long) value);
      }
    }
  }
}
