package dev.lanewise.engine.internal.array;

/** y = condition ? a : b. */
final class Selected extends Spans {
  private final View condition;
  private final View a;
  private final View b;

  Selected(View condition, View a, View b, View y) {
    super(y, condition, a, b);
    this.condition = condition;
    this.a = a;
    this.b = b;
  }

  @Override
  void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
    for (int i = 0; i < count; i++) {
      boolean first = condition.getLong(offsetA + i * stepA) != 0;
      var source = first ? a : b;
      long from = first ? offsetB + i * stepB : offsetC + i * stepC;
      y.copy(source, from, offsetY + i * stepY);
    }
  }
}
