package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  @Test
  void typedErrorsSpeakForThemselves() {
    assertThat(Explanation.of(new WorkFailedException("conv1: weights expect 64")))
        .isEqualTo("conv1: weights expect 64");
  }

  @Test
  void everyExplanationIsOneLine() {
    assertThat(Explanation.of(new WorkFailedException("first\n   second\r\nthird\n")))
        .isEqualTo("first second third");
  }

  @Test
  void fileErrorsNameTheFileAndWhatIsWrong() {
    assertThat(Explanation.of(new NoSuchFileException("a.npy")))
        .isEqualTo("a.npy: no such file or directory");
    assertThat(Explanation.of(new UncheckedIOException(new AccessDeniedException("b.npy"))))
        .isEqualTo("b.npy: permission denied");
  }

  @Test
  void errorWithoutAMessageIsNamed() {
    assertThat(Explanation.of(new EOFException())).isEqualTo("EOFException");
    assertThat(Explanation.of(new IOException("disk full"))).isEqualTo("disk full");
  }

  @Test
  void whatNobodyExpectedSaysHowToSeeMore() {
    assertThat(Explanation.of(new IllegalStateException("odd")))
        .isEqualTo("internal error: IllegalStateException: odd; --debug shows the stack trace");
  }

  @Test
  void memoryThatRanOutSaysHowToGetMore() {
    assertThat(Explanation.of(new OutOfMemoryError("Java heap space")))
        .isEqualTo("not enough memory (Java heap space); LANEWISE_JAVA_OPTS=-Xmx… raises the heap");
  }
}
