/**
 * The inference core: {@link dev.lanewise.engine.Graph} → {@code Model} → {@code Session}. Nothing
 * outside the JDK is needed to run it; {@code internal} packages are for the engine and its
 * benchmarks.
 */
@SuppressWarnings("module")
module dev.lanewise.engine {
  requires jdk.incubator.vector;
  requires jdk.management;
  requires static org.jspecify;

  exports dev.lanewise.engine;
  exports dev.lanewise.engine.op;
  exports dev.lanewise.engine.reference;
  exports dev.lanewise.engine.reference.gradient;

  // What the benchmarks time.
  exports dev.lanewise.engine.internal.conv to
      dev.lanewise.bench;
  exports dev.lanewise.engine.internal.gemm to
      dev.lanewise.bench;
  exports dev.lanewise.engine.internal.kernel to
      dev.lanewise.bench;
  exports dev.lanewise.engine.internal.parallel to
      dev.lanewise.bench;
}
