package dev.lanewise.blocks.weights;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.OptionalInt;

/**
 * A source of named tensors, from which networks are built.
 *
 * <pre>{@code
 * try (var weights = Safetensors.open(Path.of("resnet50.safetensors"));
 *     var model = Model.compile(ResNet.RESNET50.build(weights));
 *     var session = model.newSession(SessionOptions.of("input", Shape.of(1, 3, 224, 224)))) {
 *   …
 * }
 * }</pre>
 *
 * <p><b>Ownership.</b> The source owns the memory of every tensor that it gives until {@link
 * #close()}; closing such a tensor does nothing. A graph refers to the tensors, a {@link
 * dev.lanewise.engine.Model} copies what it needs of them when it is compiled: close the source
 * then, or, where sessions have outputs of their own, after the last of them has been made. Reading
 * a tensor after that throws {@link IllegalStateException}.
 *
 * <p><b>Threads.</b> One thread at a time may call {@link #get}; any thread may read the tensors.
 */
public interface Weights extends AutoCloseable {
  /**
   * Whether the source itself lists a tensor of this name. A source that makes up whatever it is
   * asked for lists none.
   */
  boolean declares(String name);

  /**
   * The extent of a tensor along {@code axis} as the source states it; empty where it does not list
   * the tensor, the tensor has no such axis, or the extent is zero or beyond an {@code int}.
   */
  OptionalInt extent(String name, int axis);

  /**
   * The tensor {@code name} as float32, in {@link Layout#NCHW} (row-major as PyTorch stores it:
   * OIHW, [out, in], [C]). Asking again gives the same tensor.
   *
   * @param shape the shape that the network needs
   * @throws WeightsException if the source has no such tensor, or has it with another shape or a
   *     type that is not a floating-point type read here; the message names the tensor and both
   *     sides
   * @throws MalformedFileException if the file beneath was cut short meanwhile
   */
  Tensor get(String name, Shape shape);

  /**
   * Checks that the source holds nothing that was not asked for; {@code num_batches_tracked}, which
   * PyTorch's training keeps beside each batch norm, is no matter.
   *
   * @param network who asked, for the message
   * @throws WeightsException if a tensor is left over, naming it
   */
  void requireAllUsed(String network);

  /** Frees all tensors and closes what is open; does nothing a second time. */
  @Override
  void close();
}
