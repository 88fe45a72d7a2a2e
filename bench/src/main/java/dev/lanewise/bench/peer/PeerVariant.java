package dev.lanewise.bench.peer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The peers, each in every way that it is to be tried: its better one counts. */
public enum PeerVariant {
  /** ONNX Runtime whose workers spin for the next run's work, as they do by default. */
  ONNXRUNTIME_SPINNING("onnxruntime") {
    @Override
    public Peer open(PeerNetwork network, int threads) {
      return new OnnxRuntimePeer(network, threads, true);
    }
  },
  /** ONNX Runtime whose workers park at once. */
  ONNXRUNTIME_PARKING("onnxruntime") {
    @Override
    public Peer open(PeerNetwork network, int threads) {
      return new OnnxRuntimePeer(network, threads, false);
    }
  },
  /** oneDNN's primitives. */
  ONEDNN("onednn") {
    @Override
    public Peer open(PeerNetwork network, int threads) {
      return new OneDnnPeer(network);
    }
  },
  /** OpenCV's module for networks. */
  OPENCV("opencv") {
    @Override
    public Peer open(PeerNetwork network, int threads) {
      return new OpenCvPeer(network, threads);
    }
  },
  /** PyTorch through DJL. */
  DJL_PYTORCH("djl-pytorch") {
    @Override
    public Peer open(PeerNetwork network, int threads) {
      return new DjlPeer(network, threads);
    }
  },
  /** The benchmarks' own scalar loops, on one thread whatever is asked for. */
  NAIVE("naive") {
    @Override
    public Peer open(PeerNetwork network, int threads) {
      return new NaivePeer(network);
    }
  };

  private final String peer;

  PeerVariant(String peer) {
    this.peer = peer;
  }

  /** The peer's name on the command line. */
  public String peer() {
    return peer;
  }

  /**
   * Loads the network.
   *
   * @param threads how many threads a run may use
   * @throws PeerException if the peer cannot be loaded here, or not this network
   */
  public abstract Peer open(PeerNetwork network, int threads);

  /** The names of all peers, in the order in which to run them. */
  public static List<String> peers() {
    return Arrays.stream(values()).map(PeerVariant::peer).distinct().toList();
  }

  /** The ways to try a peer. */
  public static List<PeerVariant> of(String peer) {
    return Arrays.stream(values()).filter(variant -> variant.peer.equals(peer)).toList();
  }

  /** The variant of this constant's name, if there is one. */
  public static Optional<PeerVariant> named(String name) {
    return Arrays.stream(values()).filter(variant -> variant.name().equals(name)).findFirst();
  }
}
