package dev.lanewise.blocks.model;

import dev.lanewise.blocks.weights.MalformedFileException;
import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.blocks.weights.WeightsException;
import dev.lanewise.engine.Graph;

/** A network's architecture: with weights, it gives a graph. Immutable. */
public interface Network {
  /** The name under which {@link Networks} knows it, such as {@code resnet50}. */
  String name();

  /**
   * The height and width in pixels of the pictures it was made for. Others work too, unless the
   * graph's input says otherwise.
   */
  int inputSize();

  /** How many classes it tells apart, where the weights do not say; 0 if it gives features. */
  int classes();

  /**
   * The network with these weights. Its input is {@code input}, [?, 3, ?, ?] or of a fixed size;
   * its only output is the logits, [?, classes], or its outputs are features, [?, C, ?, ?] each.
   *
   * <p>The graph refers to the source's tensors: see {@link Weights} for how long it must stay
   * open. On failure the source stays as it was, the caller's to close.
   *
   * @throws WeightsException if a tensor is missing, left over or of another shape
   * @throws MalformedFileException if the file beneath was cut short meanwhile
   */
  Graph build(Weights weights);
}
