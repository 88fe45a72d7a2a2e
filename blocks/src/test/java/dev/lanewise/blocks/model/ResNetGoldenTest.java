package dev.lanewise.blocks.model;

import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Precision;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Residual networks against PyTorch's float64, stage by stage. */
class ResNetGoldenTest {

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet18.batch2", "resnet18.97x131", "resnet34", "resnet50"})
  void everyStageIsWithinPyTorchsOwnError(String golden) throws IOException {
    check(golden, Precision.EXACT);
  }

  /** Tiles err more than direct sums, and still less than the bound: 5e-7 to 8e-7 of the logits. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet18.batch2", "resnet18.97x131", "resnet34", "resnet50"})
  void soItIsInTiles(String golden) throws IOException {
    check(golden, Precision.FAST);
  }

  private static void check(String golden, Precision precision) throws IOException {
    var network = Networks.named(golden.replaceAll("\\..*", "")).orElseThrow();
    var options = CompileOptions.DEFAULT.withPrecision(precision);
    GoldenNetwork.read(golden).check(network, options);
  }
}
