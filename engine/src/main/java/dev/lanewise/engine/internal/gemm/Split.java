package dev.lanewise.engine.internal.gemm;

/**
 * How a product is shared out: {@code rowParts} × {@code panelParts} parts, each of about as many
 * rows and panels as any other. Rows are counted in units that are not cut: rows of a micro-kernel,
 * or of a picture. No bit depends on it. Parts of the same panels come one after the other, since a
 * thread that takes some side by side reads the weights of no other panels.
 *
 * @param units the rows of the product, in units
 * @param panels its panels
 */
public record Split(int units, int panels, int rowParts, int panelParts) {
  /**
   * So many rows of a block of the depth stay in the second-level cache, 200 KiB with what they
   * give, or 400 with vectors of 256 bits; with fewer the weights would be read more often than
   * needed.
   */
  private static final int MOST_ROWS = 200;

  /** Weights come from memory, the input from a cache: reading it again costs half as much. */
  private static final int INPUT_READS = 2;

  /** Threads that wait for another's share cost more than reading something again. */
  private static final double EVEN = 0.95;

  /**
   * A split for {@code threads}: along the rows or along the panels, whichever reads less again,
   * unless the other one makes evener shares.
   *
   * @param rowsOfUnit the rows of a unit
   * @param input what each thread reads if it computes some of the panels, in floats
   * @param weights what each thread reads if it computes some of the rows, in floats
   */
  public static Split of(
      int units, int rowsOfUnit, int panels, int threads, long input, long weights) {
    int mostUnits = Math.max(1, MOST_ROWS / rowsOfUnit);
    int blocks = Math.ceilDiv(units, mostUnits);
    if (threads == 1) {
      return new Split(units, panels, blocks, 1);
    }
    int byRows = Math.min(units, Math.ceilDiv(blocks, threads) * threads);
    double rowShare = (double) Math.ceilDiv(units, byRows) * Math.ceilDiv(byRows, threads) / units;
    int byPanels = Math.min(panels, threads);
    double panelShare = (double) Math.ceilDiv(panels, byPanels) / panels;
    boolean panelsReadLess = INPUT_READS * input < weights;
    boolean alongPanels =
        panelsReadLess ? rowShare >= EVEN * panelShare : panelShare < EVEN * rowShare;
    return alongPanels
        ? new Split(units, panels, blocks, byPanels)
        : new Split(units, panels, byRows, 1);
  }

  /** The number of parts. */
  public int parts() {
    return rowParts * panelParts;
  }

  /** The most units of a part. */
  public int mostUnits() {
    return Math.ceilDiv(units, rowParts);
  }

  /** The first unit of a part. */
  public int fromUnit(int part) {
    return unitAt(part % rowParts);
  }

  /** The unit after a part's last. */
  public int toUnit(int part) {
    return unitAt(part % rowParts + 1);
  }

  /** The first panel of a part. */
  public int fromPanel(int part) {
    return (int) ((long) (part / rowParts) * panels / panelParts);
  }

  /** The panel after a part's last. */
  public int toPanel(int part) {
    return (int) ((part / rowParts + 1L) * panels / panelParts);
  }

  private int unitAt(int rowPart) {
    return (int) ((long) rowPart * units / rowParts);
  }
}
