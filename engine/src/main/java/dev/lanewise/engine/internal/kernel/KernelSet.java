package dev.lanewise.engine.internal.kernel;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of this process, picked once: of the widest vectors that the machine prefers, or
 * those that the system property {@code lanewise.kernels} names ({@code scalar}, {@code 128},
 * {@code 256} or {@code 512}), or the scalar ones where the Vector API's module is not there.
 *
 * <p>Vector kernels are slow until C2 has compiled them: interpreted or compiled by C1, each of
 * their vectors is an object. Scalar kernels are not. So a process starts with the scalar ones,
 * over the same data and with the same bits, and turns to vectors once it is warm: after a warm-up,
 * which one thread may do while others run the scalar ones. The system property {@code
 * lanewise.start=vectors} makes it start with vectors.
 *
 * <p>Kernels of 512 bits read weights ahead, but not on AMD's processors, which are slower then;
 * the system property {@code lanewise.readAhead} ({@code true} or {@code false}) says otherwise.
 */
public final class KernelSet {
  /** Chooses the kernels. */
  public static final String PROPERTY = "lanewise.kernels";

  /** Chooses what a process starts with: {@code scalar} or {@code vectors}. */
  private static final String START = "lanewise.start";

  /** Whether kernels read weights ahead: {@code true} or {@code false}. */
  private static final String READ_AHEAD = "lanewise.readAhead";

  private static final Kernels SCALAR =
      new Kernels(
          new ScalarChannels(),
          new ScalarActivations(),
          new ScalarArithmetic(),
          new ScalarWindows(),
          new ScalarGroups(),
          new ScalarTile2(),
          new ScalarTile4());

  private static final KernelSet CHOSEN = choose(System.getProperty(PROPERTY));
  private static final Kernels WARM = CHOSEN.kernels;
  private static final MatrixKernels MATRIX = CHOSEN.matrix;
  private static final MatrixKernels REHEARSED = MATRIX.rehearsing();

  /**
   * Whether to use the chosen kernels. Not volatile: it is set between runs, and kernels of both
   * kinds may be mixed in one.
   */
  private static boolean warm =
      CHOSEN.bits == 0 || "vectors".equals(System.getProperty(START, "scalar"));

  /** The same for the work that is being done; set between works. */
  private static boolean warmForNow;

  /** The thread that uses them already, to make the JIT compile them. */
  private static volatile @Nullable Thread warming;

  private final int bits;
  private final MatrixKernels matrix;
  private final Kernels kernels;
  private final String problem;

  private record Kernels(
      ChannelKernels channels,
      ActivationKernels activations,
      ArithmeticKernels arithmetic,
      WindowKernels windows,
      GroupKernels groups,
      TileKernels tiles2,
      TileKernels tiles4) {}

  private KernelSet(int bits, MatrixKernels matrix, Kernels kernels, String problem) {
    this.bits = bits;
    this.matrix = matrix;
    this.kernels = kernels;
    this.problem = problem;
  }

  /** The kernels in use once the process is warm. */
  public static KernelSet chosen() {
    return CHOSEN;
  }

  /** Whether the calling thread uses the chosen kernels, and not the scalar ones. */
  public static boolean isWarm() {
    return warm || warmForNow || Thread.currentThread() == warming;
  }

  /** Lets all threads use the chosen kernels from now on, or, for tests, the scalar ones. */
  public static void setWarm(boolean is) {
    warm = is || CHOSEN.bits == 0;
  }

  /**
   * Lets all threads use the chosen kernels for the works that follow, or not. A session's threads
   * see it; those of another session may take kernels that are not compiled yet, which costs time
   * and nothing else.
   */
  public static void setWarmForNow(boolean is) {
    warmForNow = is;
  }

  /**
   * Lets the calling thread alone use the chosen kernels while {@code work} is done, whose results
   * are of no use.
   *
   * @return false, with nothing done, where another thread does so already
   */
  public static boolean warming(Runnable work) {
    synchronized (KernelSet.class) {
      if (warming != null) {
        return false;
      }
      warming = Thread.currentThread();
    }
    try {
      work.run();
    } finally {
      warming = null;
    }
    return true;
  }

  /** Whether a thread does so now. */
  public static boolean isWarming() {
    return warming != null;
  }

  private static Kernels now() {
    return isWarm() ? WARM : SCALAR;
  }

  /** The chosen matrix kernels; for the thread that makes the JIT compile them, shortened ones. */
  public static MatrixKernels products() {
    return Thread.currentThread() == warming ? REHEARSED : MATRIX;
  }

  /** The kernels over channels, for now. */
  public static ChannelKernels channels() {
    return now().channels;
  }

  /** The activations, for now. */
  public static ActivationKernels activations() {
    return now().activations;
  }

  /** The functions of two numbers, for now. */
  public static ArithmeticKernels arithmetic() {
    return now().arithmetic;
  }

  /** The kernels over windows, for now. */
  public static WindowKernels windows() {
    return now().windows;
  }

  /** The kernels of small groups, for now. */
  public static GroupKernels groups() {
    return now().groups;
  }

  /** The kernels for Winograd's tiles of {@code outputs} × {@code outputs}, 2 or 4, for now. */
  public static TileKernels tiles(int outputs) {
    return outputs == 2 ? now().tiles2 : now().tiles4;
  }

  /** The width of a vector in bits, or 0 for the scalar kernels. */
  public int bits() {
    return bits;
  }

  /** The matrix kernels, for a warm process; {@link ScalarMatrix#block} before. */
  public MatrixKernels matrix() {
    return matrix;
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
    var start = System.getProperty(START, "scalar");
    if (!start.equals("scalar") && !start.equals("vectors")) {
      return scalar("-D%s=%s is neither scalar nor vectors".formatted(START, start));
    }
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
    boolean usual = bits == 512 && !Processor.isAmd();
    var readAhead = System.getProperty(READ_AHEAD, Boolean.toString(usual));
    if (!readAhead.equals("true") && !readAhead.equals("false")) {
      return scalar("-D%s=%s is neither true nor false".formatted(READ_AHEAD, readAhead));
    }
    Lanes.choose(bits);
    var kernels =
        new Kernels(
            new VectorChannels(),
            new VectorActivations(),
            new VectorArithmetic(),
            new VectorWindows(),
            new VectorGroups(),
            new VectorTile2(),
            new VectorTile4());
    return new KernelSet(bits, matrix(bits, preferred, readAhead.equals("true")), kernels, problem);
  }

  private static KernelSet scalar(String problem) {
    return new KernelSet(0, new ScalarMatrix(), SCALAR, problem);
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
  private static MatrixKernels matrix(int bits, int preferred, boolean readAhead) {
    if (bits == 512) {
      return new RowMatrix(7, 64, readAhead);
    }
    boolean manyRegisters = preferred >= 512 || System.getProperty("os.arch").equals("aarch64");
    return manyRegisters ? new RowMatrix(6, Integer.MAX_VALUE, false) : new SlicedMatrix();
  }
}
