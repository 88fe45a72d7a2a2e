package dev.lanewise.bench.baseline;

/** Who computes a workload. */
public enum Contender {
  /** The engine. */
  ENGINE,
  /** {@link LoopOrder#AUTO_VECTORISED}. */
  AUTO_VECTORISED,
  /** {@link LoopOrder#NAIVE}. */
  NAIVE;

  /** One run of the workload by this contender. */
  public Runnable of(Workload workload) {
    return switch (this) {
      case ENGINE -> workload.session()::run;
      case AUTO_VECTORISED -> workload.loops(LoopOrder.AUTO_VECTORISED)::run;
      case NAIVE -> workload.loops(LoopOrder.NAIVE)::run;
    };
  }
}
