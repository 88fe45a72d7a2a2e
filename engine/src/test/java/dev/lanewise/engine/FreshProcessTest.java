package dev.lanewise.engine;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lanewise.engine.internal.kernel.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the JIT makes of kernels depends on what a process did before: the tests' own is no witness
 * of a process that begins with a warm-up. Several, since the JIT decides by timing too.
 */
@Tag("slow")
class FreshProcessTest {
  @TempDir private Path folder = Path.of("");

  @RepeatedTest(4)
  void runsAfterAWarmUpAllocateNothing() throws Exception {
    assumeThat(Cold.isPossible()).as("vectors, which this run was told to do without").isTrue();
    ChildJvm.run(folder, FreshProcess.class, List.of());
  }
}
