package dev.lanewise.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Peers that read an ONNX file by themselves, as a program does that embeds nothing else; each in
 * every way that such a program may start it.
 */
public enum FilePeer {
  /** ONNX Runtime as its jar comes, which has its native code unpacked at each start. */
  ONNXRUNTIME {
    @Override
    public List<String> flags(Path folder) {
      return List.of("-Djava.io.tmpdir=" + folder);
    }
  },
  /** ONNX Runtime with its native code unpacked once and for all. */
  ONNXRUNTIME_UNPACKED {
    @Override
    public List<String> flags(Path folder) throws IOException {
      return List.of("-Donnxruntime.native.path=" + OnnxRuntimePeer.unpack(folder));
    }
  };

  private static final String NAME = "onnxruntime";

  /**
   * Opens a file, ready to run on an input of zeros. Workers spin, as they do by default: the runs
   * come one after the other.
   *
   * @param onnx a model whose inputs' and outputs' shapes are wholly known
   * @param threads how many threads a run may use
   * @throws PeerException if the library cannot be loaded here, or refuses the file
   */
  public Peer open(Path onnx, int threads) {
    return OnnxRuntimePeer.ofFile(onnx, threads);
  }

  /**
   * What a JVM is started with for it.
   *
   * @param folder takes what the library unpacks, now or when it is started
   * @throws PeerException if there is nothing to unpack for this machine
   * @throws IOException if it cannot be written
   */
  public abstract List<String> flags(Path folder) throws IOException;

  /** What its column is called: the peer's name, and how it is started. */
  public String heading() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The names of such peers on the command line. */
  public static List<String> peers() {
    return List.of(NAME);
  }

  /** The ways to start a peer; none where there is no such peer. */
  public static List<FilePeer> of(String peer) {
    return Arrays.stream(values()).filter(way -> NAME.equals(peer)).toList();
  }
}
