package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;

/** y = x as y's type, as {@link dev.lanewise.engine.op.Cast} states it. */
final class Converted extends Spans {
  private final View x;

  Converted(View x, View y) {
    super(y, x);
    this.x = x;
  }

  @Override
  void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
    for (int i = 0; i < count; i++) {
      convert(offsetA + i * stepA, offsetY + i * stepY);
    }
  }

  private void convert(long from, long to) {
    if (y.type() == ElementType.F32) {
      y.setFloat(to, x.type() == ElementType.F32 ? x.getFloat(from) : (float) x.getLong(from));
    } else if (x.type() != ElementType.F32) {
      y.setLong(to, x.getLong(from));
    } else {
      float value = x.getFloat(from);
      switch (y.type()) {
        case BOOL -> y.setLong(to, value == 0 ? 0 : 1);
        case I32 -> y.setLong(to, (int) value);
        default -> y.setLong(to, (long) value);
      }
    }
  }
}
