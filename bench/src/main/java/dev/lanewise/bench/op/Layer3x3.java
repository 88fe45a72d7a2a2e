package dev.lanewise.bench.op;

import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.internal.conv.Im2col;
import dev.lanewise.engine.internal.conv.Pixels;
import dev.lanewise.engine.internal.conv.Scratch;
import dev.lanewise.engine.internal.conv.ShiftedRows;
import dev.lanewise.engine.internal.conv.Taps;
import dev.lanewise.engine.internal.conv.Winograd;
import dev.lanewise.engine.internal.conv.WinogradPacking;
import dev.lanewise.engine.internal.conv.WinogradTransform;
import dev.lanewise.engine.internal.conv.WinogradWeights;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.gemm.PanelPacking;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A 3×3 convolution of stride 1 with seeded numbers, computed as asked, whatever the planner would
 * choose. Runs may take copies of its weights in turn, so that each run reads them from memory, as
 * a run of a whole network does.
 *
 * <p><b>Ownership.</b> Owns its memory and its threads until {@link #close()}.
 */
public final class Layer3x3 implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final Taps TAPS = new Taps(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);

  private final LayerShape shape;
  private final Arena arena = Arena.ofShared();
  private final ThreadTeam team;
  private final Pixels x;
  private final Pixels y;
  private final List<Work> works = new ArrayList<>();
  private int next;

  /** How it is computed. */
  public enum Algorithm {
    DIRECT,
    F2,
    F4
  }

  Layer3x3(LayerShape shape, Algorithm algorithm, int threads) {
    this(shape, algorithm, threads, 0);
  }

  /**
   * With copies of the weights in the form that {@code algorithm} reads.
   *
   * @param weightBytes what all copies take together, at the least; there is always one
   */
  Layer3x3(LayerShape shape, Algorithm algorithm, int threads, long weightBytes) {
    this.shape = shape;
    KernelSet.setWarm(true);
    team = new ThreadTeam(threads, "layer");
    x = pixels(shape.in());
    y = pixels(shape.out());
    fill(x, "input");
    var skip = shape.skip() ? pixels(shape.out()) : null;
    if (skip != null) {
      fill(skip, "skip");
    }
    var weights =
        SeededWeights.tensor("conv.weight", Shape.of(shape.out(), shape.in(), 3, 3)).segment();
    var bias = SeededWeights.tensor("conv.bias", Shape.of(shape.out())).segment();
    var epilogue = shape.relu() ? Epilogue.RELU : Epilogue.NONE;
    switch (algorithm) {
      case DIRECT -> direct(weights, bias, skip, epilogue, threads, weightBytes);
      case F2 -> tiles(weights, bias, skip, epilogue, WinogradTransform.F2, threads, weightBytes);
      case F4 -> tiles(weights, bias, skip, epilogue, WinogradTransform.F4, threads, weightBytes);
    }
  }

  private Pixels pixels(int channels) {
    int pitch = PackedMatrix.padded(channels);
    var memory = arena.allocate(4L * shape.size() * shape.size() * pitch, 64);
    return new Pixels(memory, 0, 1, shape.size(), shape.size(), channels, pitch);
  }

  private static void fill(Pixels target, String name) {
    var shape = Shape.of(1, target.channels(), target.height(), target.width());
    var values = SeededWeights.tensor(name, shape).toArray(Layout.NHWC);
    for (int pixel = 0; pixel < target.count(); pixel++) {
      for (int channel = 0; channel < target.channels(); channel++) {
        float value = values[pixel * target.channels() + channel];
        target.segment().set(FLOAT, target.at(pixel) + channel * 4L, value);
      }
    }
  }

  private Scratch scratch(long bytes, int threads) {
    long rounded = Math.ceilDiv(bytes, 64) * 64;
    return new Scratch(arena.allocate(Math.max(1, threads * rounded), 64), 0, rounded);
  }

  private void direct(
      MemorySegment weights,
      MemorySegment bias,
      @Nullable Pixels skip,
      Epilogue epilogue,
      int threads,
      long weightBytes) {
    boolean shifted = ShiftedRows.suits(TAPS, shape.in(), x.pitch(), shape.size());
    long bytes =
        shifted
            ? ShiftedRows.scratchBytes(TAPS, x, y, threads)
            : Im2col.scratchBytes(TAPS, x, y, threads);
    var scratch = scratch(bytes, threads);
    long size = PackedMatrix.bytes(9 * shape.in(), shape.out());
    for (long copy = 0; copy < copies(weightBytes, size); copy++) {
      var packed = PackedMatrix.allocate(arena, 9 * shape.in(), shape.out());
      team.run(new PanelPacking(weights, bias, shape.out(), shape.in(), 9, packed));
      works.add(
          shifted
              ? new ShiftedRows(x, TAPS, packed, skip, epilogue, y, scratch, threads)
              : new Im2col(x, TAPS, packed, skip, epilogue, y, scratch, threads));
    }
  }

  private void tiles(
      MemorySegment weights,
      MemorySegment bias,
      @Nullable Pixels skip,
      Epilogue epilogue,
      WinogradTransform transform,
      int threads,
      long weightBytes) {
    var scratch = scratch(Winograd.scratchBytes(shape.in(), y, transform, threads), threads);
    long size = WinogradWeights.bytes(shape.in(), shape.out(), transform);
    for (long copy = 0; copy < copies(weightBytes, size); copy++) {
      var transformed = WinogradWeights.allocate(shape.in(), shape.out(), transform, arena);
      team.run(new WinogradPacking(weights, bias, shape.out(), transformed));
      works.add(new Winograd(x, TAPS, transformed, skip, epilogue, y, scratch, threads));
    }
  }

  private static long copies(long weightBytes, long size) {
    return Math.max(1, Math.ceilDiv(weightBytes, size));
  }

  /** How many copies of its weights there are. */
  int copies() {
    return works.size();
  }

  /** Runs it once, on the next copy of its weights. */
  void run() {
    team.run(works.get(next));
    next = (next + 1) % works.size();
  }

  /** Operations of a direct sum, two for each multiply-add, however it is computed. */
  long flops() {
    return 2L * shape.depth() * shape.out() * shape.size() * shape.size();
  }

  /** The output of the last run, NHWC. */
  float[] output() {
    var values = new float[y.count() * shape.out()];
    for (int pixel = 0; pixel < y.count(); pixel++) {
      for (int channel = 0; channel < shape.out(); channel++) {
        values[pixel * shape.out() + channel] = y.segment().get(FLOAT, y.at(pixel) + channel * 4L);
      }
    }
    return values;
  }

  @Override
  public void close() {
    team.close();
    arena.close();
  }
}
