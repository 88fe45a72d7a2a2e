package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Warm-up changes the speed of what follows, and nothing else. */
class WarmUpTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2})
  void inputsStayAndResultsAreTheSameBits(int threads) {
    try (var model = Model.compile(EveryOperator.graph());
        var cold = model.newSession(SessionOptions.DEFAULT.withThreads(threads));
        var warm = model.newSession(SessionOptions.DEFAULT.withThreads(threads))) {
      warm.input().copyFrom(EveryOperator.input(3));
      var result = warm.warmUp(SHORT);
      assertThat(result.passes()).isPositive();
      assertThat(result.time()).isPositive();
      cold.input().copyFrom(EveryOperator.input(3));
      cold.run();
      assertThat(bits(warm.input())).isEqualTo(bits(EveryOperator.input(3)));
      warm.run();
      cold.outputs()
          .forEach((name, value) -> assertThat(bits(warm.output(name))).isEqualTo(bits(value)));
    }
  }

  private static int[] bits(Tensor tensor) {
    var values = tensor.toArray(Layout.NCHW);
    var bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  @Test
  void mayTakeAsLongAsItNeeds() {
    try (var model = Model.compile(TiledNet.graph());
        var session = model.newSession(SessionOptions.of("x", TiledNet.shape(1)))) {
      assertThat(session.warmUp(ChronoUnit.FOREVER.getDuration()).steady()).isTrue();
    }
  }

  @Test
  void whatTheInputsHoldDoesNotMatter() {
    try (var model = Model.compile(EveryOperator.graph());
        var session = model.newSession(SessionOptions.DEFAULT)) {
      session.input().segment().fill((byte) 0xff); // NaN
      session.warmUp(SHORT);
      session.input().copyFrom(EveryOperator.input(1));
      session.run();
      var values = session.output("softmax").toArray(Layout.NCHW);
      for (float value : values) {
        assertThat(value).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void aClosedSessionRefuses() {
    try (var model = Model.compile(EveryOperator.graph())) {
      var session = model.newSession(SessionOptions.DEFAULT);
      session.close();
      assertThatThrownBy(session::warmUp).isInstanceOf(SessionStateException.class);
    }
  }

  @Test
  void whatIsSlowIsLoggedOnceForEachModel() {
    var records = new ArrayList<LogRecord>();
    var logger = Logger.getLogger("dev.lanewise.engine");
    var handler = new LogRecorder(records);
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try (var model = Model.compile(EveryOperator.graph())) {
      var fine = new WarmUp(3, SHORT, true, List.of());
      var slow = new WarmUp.Slow("conv1", "im2col", 64, SHORT, Duration.ZERO);
      model.reportOnce(fine);
      assertThat(records).isEmpty();
      model.reportOnce(new WarmUp(3, SHORT, true, List.of(slow)));
      model.reportOnce(new WarmUp(3, SHORT, true, List.of(slow)));
      assertThat(records).hasSize(1);
      assertThat(records.getFirst().getLevel()).isEqualTo(Level.WARNING);
      assertThat(records.getFirst().getMessage())
          .contains("every-operator", "conv1", "im2col", "64 bytes");
    } finally {
      logger.setUseParentHandlers(true);
      logger.removeHandler(handler);
    }
  }
}
