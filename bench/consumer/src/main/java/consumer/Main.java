package consumer;

import dev.lanewise.blocks.image.Picture;
import dev.lanewise.blocks.image.Preprocessing;
import dev.lanewise.blocks.model.ResNet;
import dev.lanewise.blocks.weights.Safetensors;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/** The README's lines, with the network and a picture that the project embeds. */
final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    try (var weights = Safetensors.open(folder.resolve("resnet20-cifar10.safetensors"));
        var model = Model.compile(ResNet.RESNET20.build(weights));
        var session = model.newSession(SessionOptions.of("input", Shape.of(1, 3, 32, 32)))) {
      session.warmUp();
      Preprocessing.CIFAR10_EMBEDDED.apply(
          Picture.read(folder.resolve("car.jpg")), session.input("input"), 0);
      session.run();
      float[] logits = session.output("fc").toArray(Layout.NCHW);
      System.out.printf(
          "consumer: class %d, checksum of all bits %08x%n", largest(logits), checksum(logits));
    }
  }

  private static int largest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  private static long checksum(float[] logits) {
    var crc = new CRC32();
    crc.update(Arrays.toString(logits).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
