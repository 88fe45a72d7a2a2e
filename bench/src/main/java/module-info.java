/** Everything that is run: the command line, the benchmarks and the reports. */
@SuppressWarnings("requires-automatic")
module dev.lanewise.bench {
  requires dev.lanewise.blocks;
  requires info.picocli;
  requires jmh.core;
  requires me.tongfei.progressbar;
  requires static org.jspecify;
}
