package dev.lanewise.bench.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.model.ResNet;
import dev.lanewise.blocks.weights.Safetensors;
import dev.lanewise.blocks.weights.SeededWeights;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeededFileTest {
  @Test
  void theFileHoldsTheSeededWeightsOfTheNetworkAndNoOthers(@TempDir Path folder)
      throws IOException {
    var file = folder.resolve("weights");
    SeededFile.write(ResNet.RESNET20, file);
    try (var weights = Safetensors.open(file);
        var seeded = new SeededWeights()) {
      // It asks for all that there are, or says what is left over.
      var fromFile = ResNet.RESNET20.build(weights).constants();
      var expected = ResNet.RESNET20.build(seeded).constants();
      assertThat(fromFile.keySet()).isEqualTo(expected.keySet());
      expected.forEach(
          (name, tensor) ->
              assertThat(fromFile)
                  .hasEntrySatisfying(
                      name,
                      read -> assertThat(read.segment().mismatch(tensor.segment())).isEqualTo(-1)));
    }
  }
}
