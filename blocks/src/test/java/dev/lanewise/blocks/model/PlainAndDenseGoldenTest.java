package dev.lanewise.blocks.model;

import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Precision;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plain and densely connected networks against PyTorch's float64, stage by stage. */
class PlainAndDenseGoldenTest {
  @ParameterizedTest
  @EnumSource
  void plainNetworksAreWithinPyTorchsOwnError(Precision precision) throws IOException {
    check(GoldenNetwork.read("plain18"), PlainNet.PLAIN18, precision);
    check(GoldenNetwork.read("plain34"), PlainNet.PLAIN34, precision);
  }

  @ParameterizedTest
  @EnumSource
  void denselyConnectedNetworksAreToo(Precision precision) throws IOException {
    var golden = GoldenNetwork.read("densenet121").renamed("features", "features.norm5");
    check(golden, DenseNet.DENSENET121, precision);
  }

  private static void check(GoldenNetwork golden, Network network, Precision precision) {
    golden.check(network, CompileOptions.DEFAULT.withPrecision(precision));
  }
}
