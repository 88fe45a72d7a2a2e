package dev.lanewise.bench.versus;

import dev.lanewise.bench.op.LayerShape;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A matrix product to be compared, [rows, depth] · [depth, columns].
 *
 * @param block the least length of a block
 */
public record GemmPair(int rows, int depth, int columns, int rounds, Duration block) {

  /** The distinct products that the convolutions of ResNet-18 and ResNet-50 are, at 224×224. */
  public static List<GemmPair> ofResNets(int rounds, Duration block) {
    return Stream.of("resnet18", "resnet50")
        .flatMap(network -> LayerShape.of(network).stream())
        .map(layer -> new GemmPair(layer.pixels(), layer.depth(), layer.out(), rounds, block))
        .distinct()
        .toList();
  }

  /** Floating-point operations: two for each multiply-add. */
  public long flops() {
    return 2L * rows * depth * columns;
  }

  /** As arguments of a process. */
  List<String> arguments() {
    return Stream.of(rows, depth, columns, rounds, block.toMillis()).map(Object::toString).toList();
  }

  /** From {@link #arguments()}. */
  static GemmPair of(List<String> arguments) {
    return new GemmPair(
        Integer.parseInt(arguments.get(0)),
        Integer.parseInt(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Integer.parseInt(arguments.get(3)),
        Duration.ofMillis(Long.parseLong(arguments.get(4))));
  }

  /** For example {@code 3136 × 64 · 64 × 256}. */
  @Override
  public String toString() {
    return "%d × %d · %d × %d".formatted(rows, depth, depth, columns);
  }
}
