package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The tensors that the passes compute, each made once and known by its recipe.
 *
 * <p><b>Ownership.</b> All lie in one arena, which this object takes over and closes; the tensors
 * are views into it and must not be used after {@link #close()}. Memory is never given back before.
 *
 * <p><b>Threads.</b> Any number may use one object if the arena is a shared one. One recipe at a
 * time is computed, and whoever asks for it meanwhile waits and gets the same tensor.
 */
public final class FoldedConstants implements AutoCloseable {
  private static final long ALIGNMENT = 64;

  private final Arena arena;
  private final WeightBudget budget;
  private final Map<String, Tensor> tensors = new HashMap<>();
  private long bytes;

  /**
   * An empty collection.
   *
   * @param arena closed with this object
   * @param budget what all tensors take is taken from it
   */
  public FoldedConstants(Arena arena, WeightBudget budget) {
    this.arena = arena;
    this.budget = budget;
  }

  /** A tensor of float32, as the other method of this name makes it. */
  public Tensor computeIfAbsent(String recipe, Shape shape, Consumer<Tensor> fill) {
    return computeIfAbsent(recipe, ElementType.F32, shape, fill);
  }

  /**
   * The tensor made by {@code recipe}, which is made now if it was not before.
   *
   * @param recipe names what is computed; the same name must always mean the same values
   * @param fill gets a tensor of zeros in {@link Layout#NCHW} to write the values into; must not
   *     call this object. If it throws, so does this method, and the recipe stays unmade
   * @throws LimitException if the limit would be passed, before anything is allocated
   * @throws ShapeException if the recipe was made with another shape, or this one's size overflows
   * @throws IllegalStateException if this object is closed and the recipe not made
   */
  public synchronized Tensor computeIfAbsent(
      String recipe, ElementType type, Shape shape, Consumer<Tensor> fill) {
    var known = tensors.get(recipe);
    if (known != null) {
      if (!known.shape().equals(shape)) {
        throw new ShapeException(
            recipe + " was made as " + known.shape() + ", now asked for as " + shape);
      }
      return known;
    }
    long size = budget.take(recipe, shape.elements(), type.bytes());
    bytes += size;
    var tensor = Tensor.view(arena.allocate(size, ALIGNMENT), type, shape, Layout.NCHW);
    fill.accept(tensor);
    tensors.put(recipe, tensor);
    return tensor;
  }

  /** Whether a tensor is one of these. */
  public synchronized boolean contains(Tensor tensor) {
    return tensors.containsValue(tensor);
  }

  /** The off-heap memory taken so far, in bytes. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Frees all tensors; does nothing a second time. */
  @Override
  public synchronized void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
