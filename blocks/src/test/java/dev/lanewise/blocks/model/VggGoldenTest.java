package dev.lanewise.blocks.model;

import dev.lanewise.engine.CompileOptions;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plain networks against PyTorch's float64, stage by stage. */
class VggGoldenTest {

  @Test
  void everyStageIsWithinPyTorchsOwnError() throws IOException {
    check(Vgg.VGG11_BN);
  }

  @Tag("slow")
  @Test
  void deeperNetworkToo() throws IOException {
    check(Vgg.VGG16);
  }

  private static void check(Network network) throws IOException {
    // Torchvision's pooling to 7×7 finds 7×7, so there is none here.
    var golden = GoldenNetwork.read(network.name()).without("avgpool");
    golden.check(network, CompileOptions.DEFAULT);
  }
}
