package dev.lanewise.blocks.model;

import dev.lanewise.engine.CompileOptions;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Residual networks against PyTorch's float64, stage by stage. */
class ResNetGoldenTest {

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet18.batch2", "resnet18.97x131", "resnet34", "resnet50"})
  void everyStageIsWithinPyTorchsOwnError(String golden) throws IOException {
    var network = Networks.named(golden.replaceAll("\\..*", "")).orElseThrow();
    GoldenNetwork.read(golden).check(network, CompileOptions.DEFAULT);
  }
}
