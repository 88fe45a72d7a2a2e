package dev.lanewise.bench.peer;

import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import org.bytedeco.dnnl.global.dnnl;

/**
 * oneDNN, which knows primitives but no networks: the compiled graph as a list of primitives, each
 * in the format that it prefers, skip adds and activations as their post-operations. Its threads
 * are OpenMP's, as many as the environment of the process says.
 */
final class OneDnnPeer implements Peer {
  private final OneDnnProgram program;

  OneDnnPeer(PeerNetwork network) {
    try (var model =
        Model.compile(network.graph(), CompileOptions.DEFAULT.withPrecision(Precision.EXACT))) {
      program = new OneDnnProgram(model.graph(), network);
    } catch (PeerException untranslated) {
      throw untranslated;
    } catch (LinkageError | RuntimeException failure) {
      throw new PeerException("oneDNN", failure);
    }
  }

  @Override
  public String description() {
    var version = dnnl.dnnl_version();
    return "oneDNN %d.%d.%d".formatted(version.major(), version.minor(), version.patch());
  }

  @Override
  public void run() {
    try {
      program.run();
    } catch (RuntimeException failure) {
      throw new PeerException("oneDNN", failure);
    }
  }

  @Override
  public float[] output() {
    return program.output();
  }

  @Override
  public void close() {
    program.close();
  }
}
