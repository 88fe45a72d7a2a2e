/** Everything that is run: the command line, the benchmarks and the reports. */
@SuppressWarnings("requires-automatic")
module dev.lanewise.bench {
  requires ai.djl.api;
  requires dev.lanewise.blocks;
  requires com.fasterxml.jackson.core;
  requires com.microsoft.onnxruntime;
  requires info.picocli;
  requires java.desktop;
  requires jdk.management;
  requires jmh.core;
  requires me.tongfei.progressbar;
  requires opencv;
  requires org.bytedeco.dnnl;
  requires org.bytedeco.openblas;
  requires static org.jspecify;
  requires xchart;

  // picocli sets the fields of the commands.
  opens dev.lanewise.bench.cli to
      info.picocli;
}
