package dev.lanewise.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.peer.PeerException;
import dev.lanewise.bench.peer.PeerVariant;
import dev.lanewise.bench.versus.PairOutcome.Failed;
import dev.lanewise.bench.versus.PairOutcome.Timed;
import dev.lanewise.bench.versus.PairOutcome.Unavailable;
import dev.lanewise.engine.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairTest {
  @Test
  void argumentsComeThrough() {
    var block = Duration.ofMillis(1500);
    var pair =
        new Pair(
            "resnet18", PeerVariant.OPENCV, 2, Precision.EXACT, 8, 10, block, Path.of("a b.onnx"));
    assertThat(Pair.of(pair.arguments())).isEqualTo(pair);
    var gemm = new GemmPair(49, 4608, 512, 7, block);
    assertThat(GemmPair.of(gemm.arguments())).isEqualTo(gemm);
  }

  @Test
  void productsOfResNetsAreDistinctAndWhole() {
    var products = GemmPair.ofResNets(1, Duration.ofSeconds(1));
    assertThat(products).doesNotHaveDuplicates().allMatch(pair -> pair.columns() % 16 == 0);
    assertThat(products)
        .map(GemmPair::toString)
        .contains("12544 × 147 · 147 × 64", "49 × 4608 · 4608 × 512", "49 × 2048 · 2048 × 512");
  }

  @Test
  void peerThatFailsIsAnotherThingThanAnythingElse() {
    assertThat(
            PairOutcome.of(
                () -> {
                  throw new PeerException("no library");
                }))
        .isEqualTo(new Unavailable("no library"));
    assertThat(
            PairOutcome.of(
                () -> {
                  throw new IllegalStateException("ours");
                }))
        .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.why()).contains("ours"));
  }

  @Test
  void outputsThatDifferOrAreNoNumbersAreNotTimed() {
    assertThat(PairOutcome.difference(1e-3, 1e-3)).isNull();
    assertThat(PairOutcome.difference(2e-3, 1e-3))
        .isEqualTo(new Failed("the outputs differ: relative L2 2.00e-03, at most 1e-03 allowed"));
    assertThat(PairOutcome.difference(Double.NaN, 1e-3)).isInstanceOf(Failed.class);
  }

  @Test
  void rowOfACsvFileHasMediansAndTheRatiosSpread() {
    var rounds = List.of(new Round(10, 20), new Round(8, 24), new Round(10, 10));
    var row =
        new VersusRow(
            "resnet18", "opencv", 2, Precision.EXACT, 1, new Timed("OpenCV", 0, 0, rounds));
    assertThat(VersusRow.csvHeadings().split(",")).hasSize(10);
    assertThat(row.csv())
        .isEqualTo("resnet18,opencv,2,exact,1,10.0000,20.0000,2.0000,1.2000,2.8000");
  }
}
