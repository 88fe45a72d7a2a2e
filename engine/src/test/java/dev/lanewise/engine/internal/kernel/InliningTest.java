package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C2 inlines the scalar loads of the matrix kernels with room to spare: ADR 7 says what it costs if
 * it does not. And it knows the class of every segment, whatever segments the process used before:
 * {@link Lanes#offHeap}. Its log is the only place to see either which is not a timing.
 */
@Tag("slow")
class InliningTest {
  /** Where C2 stops inlining what is not marked to be inlined always. */
  private static final int CUTOFF = 18_000;

  /** Other profiles give some hundred nodes more. */
  private static final int ROOM = 3_000;

  /** First and next: six heights sliced, four from a buffer, five stepwise, two of each other. */
  private static final int KERNELS = 2 * (6 + 4 + 5 + 2 * 2);

  /** Nine heights of one vector, where that is less than a panel. */
  private static final int NARROW_KERNELS = 2 * 9;

  @TempDir private Path folder = Path.of("");

  @Test
  void kernelsAreInlinedWhole() throws Exception {
    var compilations = CompilationLog.read(log());
    assertThat(compilations.keySet())
        .as("what C2 compiled")
        .contains(
            "Next7x2Ahead rows7",
            "First6x2Buffered rows6",
            "Next5x2Stepwise rows1",
            "Next6x2Sliced rows6");
    if (KernelSet.chosen().bits() == 512) {
      assertThat(compilations)
          .hasSizeGreaterThanOrEqualTo(KERNELS + NARROW_KERNELS)
          .containsKey("First9x1Buffered rows9");
    } else {
      assertThat(compilations).hasSizeGreaterThanOrEqualTo(KERNELS);
    }
    assertThat(compilations)
        .allSatisfy(
            (kernel, compilation) -> {
              assertThat(compilation.isCut()).as("%s is cut", kernel).isFalse();
              assertThat(compilation.isMixed()).as("%s has mixed receivers", kernel).isFalse();
              assertThat(compilation.lastLoad())
                  .as("nodes before the last load of %s", kernel)
                  .isLessThan(CUTOFF - ROOM);
            });
    assertThat(compilations.values())
        .as("loads are found at all")
        .anyMatch(compilation -> compilation.lastLoad() > 0);
  }

  private List<String> log() throws IOException, InterruptedException, URISyntaxException {
    var file = folder.resolve("compilations.xml");
    ChildJvm.run(
        folder,
        KernelCalls.class,
        List.of(
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+LogCompilation",
            "-XX:LogFile=" + file,
            "-XX:Tier4MinInvocationThreshold=50",
            "-XX:Tier4CompileThreshold=5000",
            "-XX:-BackgroundCompilation"));
    return Files.readAllLines(file);
  }
}
