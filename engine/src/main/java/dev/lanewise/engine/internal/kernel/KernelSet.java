package dev.lanewise.engine.internal.kernel;

import java.lang.System.Logger.Level;

/**
 * The kernels of this process, picked once: of the widest vectors that the machine prefers, or
 * those that the system property {@code lanewise.kernels} names ({@code scalar}, {@code 128},
 * {@code 256} or {@code 512}), or the scalar ones where the Vector API's module is not there.
 */
public final class KernelSet {
  /** Chooses the kernels. */
  public static final String PROPERTY = "lanewise.kernels";

  private static final KernelSet CHOSEN = choose(System.getProperty(PROPERTY));

  private final int bits;
  private final MatrixKernels matrix;
  private final ChannelKernels channels;
  private final ActivationKernels activations;
  private final ArithmeticKernels arithmetic;
  private final WindowKernels windows;
  private final GroupKernels groups;
  private final TileKernels tiles2;
  private final TileKernels tiles4;
  private final String problem;

  private KernelSet(
      int bits,
      MatrixKernels matrix,
      ChannelKernels channels,
      ActivationKernels activations,
      ArithmeticKernels arithmetic,
      WindowKernels windows,
      GroupKernels groups,
      TileKernels tiles2,
      TileKernels tiles4,
      String problem) {
    this.bits = bits;
    this.matrix = matrix;
    this.channels = channels;
    this.activations = activations;
    this.arithmetic = arithmetic;
    this.windows = windows;
    this.groups = groups;
    this.tiles2 = tiles2;
    this.tiles4 = tiles4;
    this.problem = problem;
  }

  /** The kernels in use. */
  public static KernelSet chosen() {
    return CHOSEN;
  }

  /** The width of a vector in bits, or 0 for the scalar kernels. */
  public int bits() {
    return bits;
  }

  /** The matrix kernels. */
  public MatrixKernels matrix() {
    return matrix;
  }

  /** The kernels over channels. */
  public ChannelKernels channels() {
    return channels;
  }

  /** The activations. */
  public ActivationKernels activations() {
    return activations;
  }

  /** The functions of two numbers. */
  public ArithmeticKernels arithmetic() {
    return arithmetic;
  }

  /** The kernels over windows. */
  public WindowKernels windows() {
    return windows;
  }

  /** The kernels of small groups. */
  public GroupKernels groups() {
    return groups;
  }

  /** The kernels for Winograd's tiles of {@code outputs} × {@code outputs}, 2 or 4. */
  public TileKernels tiles(int outputs) {
    return outputs == 2 ? tiles2 : tiles4;
  }

  /** Why nothing should be run with these kernels, in one sentence; empty where all is well. */
  public String problem() {
    return problem;
  }

  /** For example {@code 512-bit 6×2}. */
  @Override
  public String toString() {
    return bits == 0 ? "scalar" : bits + "-bit " + matrix;
  }

  private static KernelSet choose(String property) {
    String problem = FusedMultiplyAdd.isFast() ? "" : FusedMultiplyAdd.SLOW;
    if ("scalar".equals(property)) {
      return scalar(problem);
    }
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      System.getLogger("dev.lanewise.engine")
          .log(
              Level.WARNING,
              "running without vectors: start java with --add-modules jdk.incubator.vector");
      return scalar(problem);
    }
    int preferred = Lanes.preferredBits();
    int bits = property == null ? Math.min(preferred, 512) : parse(property);
    if (bits == 0) {
      return scalar("-D%s=%s is none of scalar, 128, 256 and 512".formatted(PROPERTY, property));
    }
    if (bits > preferred) {
      return scalar(
          "-D%s=%d, but vectors of this machine have %d bits".formatted(PROPERTY, bits, preferred));
    }
    Lanes.choose(bits);
    return new KernelSet(
        bits,
        matrix(bits, preferred),
        new VectorChannels(),
        new VectorActivations(),
        new VectorArithmetic(),
        new VectorWindows(),
        new VectorGroups(),
        new VectorTile2(),
        new VectorTile4(),
        problem);
  }

  private static KernelSet scalar(String problem) {
    return new KernelSet(
        0,
        new ScalarMatrix(),
        new ScalarChannels(),
        new ScalarActivations(),
        new ScalarArithmetic(),
        new ScalarWindows(),
        new ScalarGroups(),
        new ScalarTile2(),
        new ScalarTile4(),
        problem);
  }

  private static int parse(String property) {
    return switch (property) {
      case "128" -> 128;
      case "256" -> 256;
      case "512" -> 512;
      default -> 0;
    };
  }

  /** A machine with 512-bit vectors has 32 registers for the narrower ones as well. */
  private static MatrixKernels matrix(int bits, int preferred) {
    if (bits == 512) {
      return new RowMatrix(7, 64);
    }
    boolean manyRegisters = preferred >= 512 || System.getProperty("os.arch").equals("aarch64");
    return manyRegisters ? new RowMatrix(6, Integer.MAX_VALUE) : new RowMatrix(4, 0);
  }
}
