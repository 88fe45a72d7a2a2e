package dev.lanewise.bench.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadsTest {
  @ParameterizedTest
  @EnumSource
  void allContendersComputeTheSameBlock(BlockBenchmark.Case block) {
    try (var workload = block.workload(7)) {
      workload.checkBits();
    }
  }

  @Test
  void allContendersComputeTheSameNetwork() {
    try (var workload = NetworkBenchmark.workload("resnet20", 2)) {
      workload.checkBits();
    }
  }

  @Test
  void aWorkloadWhoseBitsDifferIsRefused() {
    try (var workload = BlockBenchmark.Case.BASIC_64_56.workload(7)) {
      workload.session().input().set(1234f, 0, 0, 3, 3);
      assertThatThrownBy(workload::checkBits)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("layer1.0: element");
    }
  }
}
