package dev.lanewise.bench.peer;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** ONNX Runtime on its own CPU kernels, everything optimised, into outputs of its own. */
final class OnnxRuntimePeer implements Peer {
  private static final String NAME = "ONNX Runtime";

  private final boolean spinning;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final List<FloatBuffer> results = new ArrayList<>();
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

  OnnxRuntimePeer(PeerNetwork network, int threads, boolean spinning) {
    this(network.onnx(), threads, spinning);
    try {
      bindInput(network.input(), network.direct(), network.extents());
      for (var output : network.outputs()) {
        bindOutput(output, PeerNetwork.extents(network.outputShape(output)));
      }
    } catch (OrtException failure) {
      throw new PeerException(NAME, failure);
    }
  }

  /**
   * On a file alone, of inputs and outputs of the shapes that it declares; inputs are zeros.
   *
   * @throws PeerException if it cannot run here, or not this file
   */
  static OnnxRuntimePeer ofFile(Path onnx, int threads) {
    var peer = new OnnxRuntimePeer(onnx, threads, true);
    try {
      for (var input : peer.session.getInputInfo().values()) {
        long[] extents = declared(input);
        peer.bindInput(input.getName(), PeerNetwork.direct(elements(extents)), extents);
      }
      for (var output : peer.session.getOutputInfo().values()) {
        peer.bindOutput(output.getName(), declared(output));
      }
      return peer;
    } catch (OrtException failure) {
      throw new PeerException(NAME, failure);
    }
  }

  private OnnxRuntimePeer(Path onnx, int threads, boolean spinning) {
    this.spinning = spinning;
    try (var options = new SessionOptions()) {
      environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      environment.setTelemetry(false);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", spinning ? "1" : "0");
      session = environment.createSession(onnx.toString(), options);
    } catch (OrtException | LinkageError | IllegalStateException failure) {
      throw new PeerException(NAME, failure);
    }
  }

  private static long[] declared(NodeInfo value) {
    if (value.getInfo() instanceof TensorInfo tensor
        && tensor.type == OnnxJavaType.FLOAT
        && Arrays.stream(tensor.getShape()).allMatch(extent -> extent > 0)) {
      return tensor.getShape();
    }
    throw new PeerException(
        "%s: %s is no float32 array of a known shape: %s"
            .formatted(NAME, value.getName(), value.getInfo()));
  }

  private static int elements(long[] extents) {
    int elements = 1;
    for (long extent : extents) {
      elements = Math.multiplyExact(elements, Math.toIntExact(extent));
    }
    return elements;
  }

  private void bindInput(String name, FloatBuffer values, long[] extents) throws OrtException {
    inputs.put(name, OnnxTensor.createTensor(environment, values, extents));
  }

  private void bindOutput(String name, long[] extents) throws OrtException {
    var result = PeerNetwork.direct(elements(extents));
    results.add(result);
    outputs.put(name, OnnxTensor.createTensor(environment, result, extents));
  }

  @Override
  public String description() {
    return "%s %s, %s"
        .formatted(NAME, environment.getVersion(), spinning ? "spinning" : "not spinning");
  }

  @Override
  public void run() {
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException failure) {
      throw new PeerException(NAME, failure);
    }
  }

  /**
   * Unpacks the native code that is in its jar for this machine.
   *
   * @param folder takes it
   * @return an absolute path of that folder
   * @throws PeerException if the jar has none
   */
  static Path unpack(Path folder) throws IOException {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var architecture = System.getProperty("os.arch").replace("amd64", "x64");
    for (var library : List.of("onnxruntime", "onnxruntime4j_jni")) {
      var file = System.mapLibraryName(library);
      var resource = "/ai/onnxruntime/native/%s-%s/%s".formatted(system, architecture, file);
      try (var stream = OrtEnvironment.class.getResourceAsStream(resource)) {
        if (stream == null) {
          throw new PeerException("%s: its jar has no %s".formatted(NAME, resource));
        }
        Files.copy(stream, folder.resolve(file));
      }
    }
    return folder.toAbsolutePath();
  }

  @Override
  public float[] output() {
    return PeerNetwork.joined(results.stream().map(OnnxRuntimePeer::elementsOf).toList());
  }

  private static float[] elementsOf(FloatBuffer result) {
    var values = new float[result.capacity()];
    result.get(0, values);
    return values;
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException failure) {
      throw new PeerException(NAME, failure);
    }
  }
}
