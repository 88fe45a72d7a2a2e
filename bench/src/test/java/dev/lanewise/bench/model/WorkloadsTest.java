package dev.lanewise.bench.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadsTest {
  @ParameterizedTest
  @EnumSource
  void allContendersComputeTheSameBlock(BlockBenchmark.Case block) {
    try (var workload = block.workload(BlockBenchmark.SMALL)) {
      workload.checkBits();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet20", "resnet18"})
  void allContendersComputeTheSameNetwork(String name) {
    try (var workload =
        NetworkBenchmark.workload(name, NetworkBenchmark.SMALL, 2, Precision.EXACT)) {
      workload.checkBits();
    }
  }

  @Test
  void aWorkloadWhoseBitsDifferIsRefused() {
    try (var workload = BlockBenchmark.Case.BASIC_64_56.workload(BlockBenchmark.SMALL)) {
      workload.session().input().set(1234f, 0, 0, 3, 3);
      assertThatThrownBy(workload::checkBits)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("layer1.0 by NAIVE loops: element");
    }
  }
}
