package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;

/** Numbers as another type, as {@link dev.lanewise.engine.op.Cast} states it. */
final class Converted {
  private Converted() {}

  static void convert(View x, long from, View y, long to) {
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
