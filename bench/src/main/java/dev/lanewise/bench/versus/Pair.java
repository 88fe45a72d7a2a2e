package dev.lanewise.bench.versus;

import dev.lanewise.bench.peer.PeerVariant;
import dev.lanewise.engine.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is to be compared in one process.
 *
 * @param model a network's name
 * @param threads of either side
 * @param batch how many pictures a run takes
 * @param block the least length of a block
 * @param onnx the network, exported for this batch
 */
public record Pair(
    String model,
    PeerVariant variant,
    int threads,
    Precision precision,
    int batch,
    int rounds,
    Duration block,
    Path onnx) {

  /** As arguments of a process. */
  List<String> arguments() {
    return List.of(
        model,
        variant.name(),
        Integer.toString(threads),
        precision.name(),
        Integer.toString(batch),
        Integer.toString(rounds),
        Long.toString(block.toMillis()),
        onnx.toString());
  }

  /** From {@link #arguments()}. */
  static Pair of(List<String> arguments) {
    return new Pair(
        arguments.get(0),
        PeerVariant.named(arguments.get(1)).orElseThrow(),
        Integer.parseInt(arguments.get(2)),
        Precision.valueOf(arguments.get(3)),
        Integer.parseInt(arguments.get(4)),
        Integer.parseInt(arguments.get(5)),
        Duration.ofMillis(Long.parseLong(arguments.get(6))),
        Path.of(arguments.get(7)));
  }
}
