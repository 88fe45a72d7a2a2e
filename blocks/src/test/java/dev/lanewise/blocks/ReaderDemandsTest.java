package dev.lanewise.blocks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.LanewiseException;
import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.ShapeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers that fall short of one demand each. */
class ReaderDemandsTest {
  private final ReaderDemands demands = new ReaderDemands("file: ", Set.of(LimitException.class));

  private void check(ReaderDemands.Reading reading) throws IOException {
    demands.check(10, reading);
  }

  private static Object refuse(LanewiseException refusal) {
    throw refusal;
  }

  @Test
  void valueOrDocumentedRefusalIsEnough() {
    assertThatCode(() -> check(() -> List.of(1, 2))).doesNotThrowAnyException();
    assertThatCode(() -> check(() -> refuse(new LimitException("file: too large"))))
        .doesNotThrowAnyException();
  }

  @Test
  void otherExceptionsComeThrough() {
    assertThatThrownBy(() -> check(() -> refuse(new ShapeException("file: no shape"))))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> check(() -> List.of().getFirst()))
        .isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"too large", "file: too\nlarge", "file: too\u0085large"})
  void messageNamesTheFileOnOneLine(String message) {
    assertThatThrownBy(() -> check(() -> refuse(new LimitException(message))))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void messageIsShort() {
    assertThatThrownBy(() -> check(() -> refuse(new LimitException("file: " + "x".repeat(1000)))))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void secondReadingIsLikeTheFirst() {
    List<Integer> readings = new ArrayList<>();
    assertThatThrownBy(
            () ->
                check(
                    () -> {
                      readings.add(1);
                      return readings.size();
                    }))
        .hasMessageContaining("second reading");
  }

  @Test
  void heapIsBoundedAlsoWhereItIsFreed() {
    assertThatThrownBy(() -> check(() -> new byte[(64 << 20) + 31].length))
        .hasMessageContaining("for a file of 10");
  }

  @Test
  void nothingStaysOpen(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[10]);
    List<FileChannel> open = new ArrayList<>();
    try {
      assertThatThrownBy(() -> check(() -> open.add(FileChannel.open(file))))
          .hasMessageContaining("holds more than the one before");
    } finally {
      for (var channel : open) {
        channel.close();
      }
    }
  }
}
