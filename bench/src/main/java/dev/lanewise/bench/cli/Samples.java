package dev.lanewise.bench.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What is embedded: a small trained network and pictures to try it on. */
final class Samples {
  /** The builder of the network. */
  static final String MODEL = "resnet20";

  /** ResNet-20 for CIFAR-10's classes, with projection shortcuts. */
  static final String NETWORK = "resnet20-cifar10.safetensors";

  /** 256×256 photographs; the network misses the last. */
  static final List<String> PICTURES =
      List.of("car.jpg", "dog.jpg", "owl.jpg", "parrot.jpg", "cat.jpg");

  private static final String FOLDER = "/dev/lanewise/bench/embedded/";

  private Samples() {}

  /** The content of an embedded file; the caller closes it. */
  static InputStream open(String name) throws IOException {
    var stream = Samples.class.getResourceAsStream(FOLDER + name);
    if (stream == null) {
      throw new FileNotFoundException(name + " is not embedded");
    }
    return stream;
  }
}
