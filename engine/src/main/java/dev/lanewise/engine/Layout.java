package dev.lanewise.engine;

/**
 * The order in which a tensor's elements lie in memory. Tensors whose rank is not 4 are row-major
 * in either layout.
 */
public enum Layout {
  /** Row-major over (n, c, h, w): one plane per channel, as PyTorch and ONNX store pictures. */
  NCHW,
  /** Row-major over (n, h, w, c): all channels of a pixel together, as the engine computes. */
  NHWC
}
