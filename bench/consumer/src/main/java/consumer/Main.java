package consumer;

import dev.lanewise.engine.Shape;

/** The README's lines. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("consumer: " + Shape.of(1, 3, 224, 224).elements());
  }
}
