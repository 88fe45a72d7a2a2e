package dev.lanewise.bench.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ONNX Runtime on its own CPU kernels, everything optimised, into outputs of its own. */
final class OnnxRuntimePeer implements Peer {
  private final boolean spinning;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OnnxTensor input;
  private final List<FloatBuffer> results = new ArrayList<>();
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

  OnnxRuntimePeer(PeerNetwork network, int threads, boolean spinning) {
    this.spinning = spinning;
    try (var options = new SessionOptions()) {
      environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      environment.setTelemetry(false);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", spinning ? "1" : "0");
      session = environment.createSession(network.onnx().toString(), options);
      input = OnnxTensor.createTensor(environment, network.direct(), network.extents());
      for (var output : network.outputs()) {
        long[] extents = PeerNetwork.extents(network.outputShape(output));
        int elements = 1;
        for (long extent : extents) {
          elements = Math.multiplyExact(elements, Math.toIntExact(extent));
        }
        var result = PeerNetwork.direct(elements);
        results.add(result);
        outputs.put(output, OnnxTensor.createTensor(environment, result, extents));
      }
    } catch (OrtException | UnsatisfiedLinkError | NoClassDefFoundError failure) {
      throw new PeerException("ONNX Runtime", failure);
    }
    inputs = Map.of(network.input(), input);
  }

  @Override
  public String description() {
    return "ONNX Runtime %s, %s"
        .formatted(environment.getVersion(), spinning ? "spinning" : "not spinning");
  }

  @Override
  public void run() {
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException failure) {
      throw new PeerException("ONNX Runtime", failure);
    }
  }

  @Override
  public float[] output() {
    return PeerNetwork.joined(results.stream().map(OnnxRuntimePeer::elements).toList());
  }

  private static float[] elements(FloatBuffer result) {
    var values = new float[result.capacity()];
    result.get(0, values);
    return values;
  }

  @Override
  public void close() {
    input.close();
    outputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException failure) {
      throw new PeerException("ONNX Runtime", failure);
    }
  }
}
