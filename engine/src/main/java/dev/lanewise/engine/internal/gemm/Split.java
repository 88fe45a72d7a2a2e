package dev.lanewise.engine.internal.gemm;

/**
 * How a product is shared out: {@code rowParts} × {@code panelParts} parts, each of about as many
 * kernel-high strips of rows and of panels as any other. No bit depends on it.
 *
 * @param rows the rows of the product
 * @param panels its panels
 */
public record Split(int rows, int panels, int rowParts, int panelParts) {
  private static final int MR = Gemm.rowsOfKernel();

  /** So many rows of a block of the depth stay in the second-level cache with what they give. */
  private static final int MOST_ROWS = 96;

  /**
   * A split for {@code threads}: along the rows, where they make even shares; along the panels,
   * where there are too few rows, so that each thread reads only its own weights.
   */
  public static Split of(int rows, int panels, int threads) {
    int strips = Math.ceilDiv(rows, MR);
    int blocks = Math.ceilDiv(strips * MR, Math.max(MOST_ROWS, MR));
    if (threads == 1) {
      return new Split(rows, panels, blocks, 1);
    }
    int byRows = Math.min(strips, Math.ceilDiv(blocks, threads) * threads);
    double rowShare =
        (double) Math.ceilDiv(strips, byRows) * Math.ceilDiv(byRows, threads) / strips;
    int byPanels = Math.min(panels, threads);
    double panelShare = (double) Math.ceilDiv(panels, byPanels) / panels;
    return panelShare <= rowShare
        ? new Split(rows, panels, blocks, byPanels)
        : new Split(rows, panels, byRows, 1);
  }

  /** The number of parts. */
  public int parts() {
    return rowParts * panelParts;
  }

  /** The most rows of a part. */
  public int mostRows() {
    return Math.min(rows, Math.ceilDiv(Math.ceilDiv(rows, MR), rowParts) * MR);
  }

  /** The first row of a part. */
  public int fromRow(int part) {
    return rowAt(part / panelParts);
  }

  /** The row after a part's last. */
  public int toRow(int part) {
    return rowAt(part / panelParts + 1);
  }

  /** The first panel of a part. */
  public int fromPanel(int part) {
    return (int) ((long) (part % panelParts) * panels / panelParts);
  }

  /** The panel after a part's last. */
  public int toPanel(int part) {
    return (int) ((part % panelParts + 1L) * panels / panelParts);
  }

  private int rowAt(int block) {
    long strips = Math.ceilDiv(rows, MR);
    return (int) Math.min(rows, block * strips / rowParts * MR);
  }
}
