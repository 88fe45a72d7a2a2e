package dev.lanewise.blocks.model;

import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Precision;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Residual networks against PyTorch's float64, stage by stage. */
class ResNetGoldenTest {
  private static final double FAST = 1e-7;

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet18.batch2", "resnet18.97x131", "resnet34", "resnet50"})
  void everyStageIsWithinPyTorchsOwnError(String golden) throws IOException {
    var options = CompileOptions.DEFAULT.withPrecision(Precision.EXACT);
    GoldenNetwork.read(golden).check(network(golden), options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet18.batch2", "resnet18.97x131", "resnet34", "resnet50"})
  void fastErrsALittleMore(String golden) throws IOException {
    GoldenNetwork.read(golden).withBound(FAST).check(network(golden), CompileOptions.DEFAULT);
  }

  private static Network network(String golden) {
    return Networks.named(golden.replaceAll("\\..*", "")).orElseThrow();
  }
}
