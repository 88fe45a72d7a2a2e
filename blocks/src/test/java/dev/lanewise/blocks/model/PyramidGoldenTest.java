package dev.lanewise.blocks.model;

import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Precision;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feature pyramids against PyTorch's float64, stage by stage; 160 × 224 ends in 5 × 7 pixels. */
class PyramidGoldenTest {
  @ParameterizedTest
  @CsvSource({
    "fpn_resnet50, EXACT",
    "fpn_resnet50, FAST",
    "fpn_resnet50.160x224, EXACT",
    "fpn_resnet50.160x224, FAST"
  })
  void everyLevelIsWithinPyTorchsOwnError(String golden, Precision precision) throws IOException {
    GoldenNetwork.read(golden)
        .renamed("output 0", "0")
        .renamed("output 1", "1")
        .renamed("output 2", "2")
        .check(PyramidNet.FPN_RESNET50, CompileOptions.DEFAULT.withPrecision(precision));
  }
}
