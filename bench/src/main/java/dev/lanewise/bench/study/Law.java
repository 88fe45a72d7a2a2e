package dev.lanewise.bench.study;

/** How a correlation R may fall with the depth L. */
public enum Law {
  /** R = a · rate^L. */
  EXPONENTIAL("base^L") {
    @Override
    double abscissa(int depth) {
      return depth;
    }

    @Override
    double rate(double slope) {
      return Math.exp(slope);
    }
  },
  /** R = a · L^rate. */
  POWER("L^p") {
    @Override
    double abscissa(int depth) {
      return Math.log(depth);
    }

    @Override
    double rate(double slope) {
      return slope;
    }
  };

  private final String formula;

  Law(String formula) {
    this.formula = formula;
  }

  /** For people. */
  public String formula() {
    return formula;
  }

  /** Over which log R is a straight line. */
  abstract double abscissa(int depth);

  /** What the line's slope says. */
  abstract double rate(double slope);
}
