package dev.lanewise.bench.peer;

import java.util.Arrays;
import nu.pattern.OpenCV;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.dnn.Dnn;
import org.opencv.dnn.Net;

/** OpenCV's module for networks on its own CPU kernels, fusion and Winograd on, as by default. */
final class OpenCvPeer implements Peer {
  private final Net net;
  private final Mat input;
  private Mat output;

  OpenCvPeer(PeerNetwork network, int threads) {
    network.onlyOutput("OpenCV");
    try {
      OpenCV.loadLocally();
      Core.setNumThreads(threads);
      net = Dnn.readNetFromONNX(network.onnx().toString());
      net.setPreferableBackend(Dnn.DNN_BACKEND_OPENCV);
      net.setPreferableTarget(Dnn.DNN_TARGET_CPU);
      int[] extents = Arrays.stream(network.extents()).mapToInt(Math::toIntExact).toArray();
      input = new Mat(extents, CvType.CV_32F);
      input.put(new int[extents.length], network.picture());
      net.setInput(input);
      output = new Mat();
    } catch (CvException | LinkageError | UnsupportedOperationException failure) {
      throw new PeerException("OpenCV", failure);
    }
  }

  @Override
  public String description() {
    return "OpenCV " + Core.VERSION;
  }

  @Override
  public void run() {
    try {
      output.release();
      output = net.forward();
    } catch (CvException failure) {
      throw new PeerException("OpenCV", failure);
    }
  }

  @Override
  public float[] output() {
    var values = new float[Math.toIntExact(output.total())];
    output.get(new int[output.dims()], values);
    return values;
  }

  @Override
  public void close() {
    output.release();
    input.release();
  }
}
