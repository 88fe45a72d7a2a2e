package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Plan;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.array.View;
import dev.lanewise.engine.internal.compile.MemoryPlanner;
import dev.lanewise.engine.internal.conv.Elementwise;
import dev.lanewise.engine.internal.conv.Pixels;
import dev.lanewise.engine.internal.conv.Scratch;
import dev.lanewise.engine.internal.exec.Buffers.Place;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the {@link Program} of a compiled graph for given input shapes and threads.
 *
 * <p>Layout: activations are NHWC with the channels padded to a multiple of 16, so that kernels
 * need no masks; graph inputs and outputs are dense, since callers read and write them. Where an
 * operator wants padded channels of a dense input, a step copies it first.
 */
public final class ProgramBuilder {
  private final Graph graph;
  private final Map<String, Shape> shapes;
  private final Precision precision;
  private final int threads;
  private final PackedWeights weights;
  private final long maxBytes;
  private final Buffers buffers = new Buffers();
  private final Map<String, SharedPlaces.Part> shared;
  private final Map<String, Place> wholes = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Place> paddedInputs = new HashMap<>();
  private final Map<String, Place> constants = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private long scratchBytes;

  private ProgramBuilder(
      Graph graph,
      Map<String, Shape> shapes,
      Precision precision,
      int threads,
      PackedWeights weights,
      long maxBytes) {
    this.graph = graph;
    this.shapes = shapes;
    this.precision = precision;
    this.threads = threads;
    this.weights = weights;
    this.maxBytes = maxBytes;
    shared = SharedPlaces.of(graph, shapes);
  }

  /**
   * Builds a program.
   *
   * @param graph a compiled graph, all of whose Conv and Linear are fused ones
   * @param inputShapes as {@link Graph#shapes} takes them
   * @param weights has the weights in packed forms, and constants that are activations as they are
   * @param maxBytes the most that the slab may take
   * @throws LimitException if it would take more, or if weights in the forms it needs would take
   *     more than {@code weights} allows, before it is allocated
   */
  public static Program build(
      Graph graph,
      Map<String, Shape> inputShapes,
      Precision precision,
      int threads,
      PackedWeights weights,
      long maxBytes) {
    var builder =
        new ProgramBuilder(graph, graph.shapes(inputShapes), precision, threads, weights, maxBytes);
    graph.inputs().keySet().forEach(name -> builder.places.put(name, builder.dense(name)));
    var operators = new Operators(builder, weights);
    graph.nodes().forEach(operators::add);
    return builder.bind();
  }

  /** Where a step finds its operands once there is a slab. */
  interface Binder {
    List<Work> bind(Slab slab);
  }

  /** A step to be: what it says of itself, and how it is made. */
  private record Step(Plan.Step description, Binder binder) {}

  /** Memory with everything placed in it. */
  record Slab(MemorySegment memory, MemoryPlanner.Placement placement, Scratch scratch) {
    Pixels at(Place place) {
      return place.in(memory, placement.offset(place.buffer()));
    }

    /** A place as an array of this type and shape. */
    View view(Place place, ElementType type, Shape shape) {
      long offset = placement.offset(place.buffer()) + (long) place.first() * type.bytes();
      return View.of(memory, offset, type, shape, place.pitch());
    }
  }

  Precision precision() {
    return precision;
  }

  int threads() {
    return threads;
  }

  Graph graph() {
    return graph;
  }

  Shape shape(String value) {
    return Objects.requireNonNull(shapes.get(value), value);
  }

  /** Where a value lies, of whatever pitch; a constant gets a place when it is asked for. */
  Place place(String value) {
    var place = places.get(value);
    if (place != null) {
      return place;
    }
    return constants.computeIfAbsent(
        value,
        name -> {
          var extents = Extents.of(name, shape(name));
          return buffers.add(name, graph.type(name), extents, pitch(name, extents), true);
        });
  }

  /** Channels of float32 are padded to whole vectors; nothing else is. */
  private int pitch(String name, Extents extents) {
    return graph.type(name) == ElementType.F32
        ? PackedMatrix.padded(extents.channels())
        : extents.channels();
  }

  /** Where a value lies with its channels padded; a dense input is copied once. */
  Place padded(String value) {
    var place = place(value);
    if (place.isPadded()) {
      return place;
    }
    var known = paddedInputs.get(value);
    if (known != null) {
      return known;
    }
    var copy =
        buffers.add(value, place.extents(), PackedMatrix.padded(place.extents().channels()), false);
    paddedInputs.put(value, copy);
    step(
        value,
        "Pad channels",
        "copy",
        0,
        List.of(place, copy),
        slab -> List.of(new Elementwise.CopyChannels(slab.at(place), 0, slab.at(copy))));
    return copy;
  }

  /** A new place for a node's value. */
  Place define(Node node) {
    var name = node.name();
    var part = shared.get(name);
    var place =
        part == null
            ? whole(name)
            : new Place(
                whole(part.whole()).buffer(),
                Extents.of(name, shape(name)),
                whole(part.whole()).pitch(),
                part.first());
    places.put(name, place);
    return place;
  }

  /** The place of a value that is part of no other; its parts may ask for it before it does. */
  private Place whole(String name) {
    return wholes.computeIfAbsent(
        name,
        _ -> {
          var extents = Extents.of(name, shape(name));
          return buffers.add(name, graph.type(name), extents, pitch(name, extents), false);
        });
  }

  /**
   * Makes a node's value another name for what lies at {@code place}, seen with its own extents.
   */
  void alias(Node node, Place place) {
    var extents = Extents.of(node.name(), shape(node.name()));
    places.put(node.name(), new Place(place.buffer(), extents, place.pitch(), place.first()));
  }

  /** Asks for so many bytes of scratch for each thread. */
  void scratch(long bytes) {
    scratchBytes = Math.max(scratchBytes, (bytes + 63) & ~63L);
  }

  /** Adds a step that computes {@code name} and touches these places. */
  void step(
      String name,
      String operator,
      String algorithm,
      long multiplyAdds,
      List<Place> touched,
      Binder binder) {
    touched.forEach(place -> buffers.use(place, steps.size()));
    steps.add(
        new Step(new Plan.Step(name, operator, algorithm, shape(name), multiplyAdds), binder));
  }

  private Place dense(String name) {
    var extents = Extents.of(name, shape(name));
    return buffers.add(name, graph.type(name), extents, extents.channels(), true);
  }

  /** The place of an output as callers see it: its own if that is dense and kept, or a copy. */
  private Place output(String name) {
    var place = place(name);
    if (place.isDense()) {
      buffers.use(place, steps.size());
      return place;
    }
    var copy = dense(name);
    step(
        name,
        "Unpad channels",
        "copy",
        0,
        List.of(place, copy),
        slab -> List.of(new Elementwise.CopyChannels(slab.at(place), 0, slab.at(copy))));
    return copy;
  }

  private Program bind() {
    var outputs = new LinkedHashMap<String, Place>();
    graph.outputs().forEach(name -> outputs.put(name, output(name)));
    // Outputs must outlive the last step: the caller's reading is one more.
    outputs.values().forEach(place -> buffers.use(place, steps.size()));
    var plan = buffers.plan(steps.size() + 1);
    long total = Math.addExact(plan.bytes(), Math.multiplyExact(scratchBytes, threads));
    if (total > maxBytes) {
      throw new LimitException(
          "a session of %s takes %d bytes for its activations, the limit is %d"
              .formatted(graph.name(), total, maxBytes));
    }
    var arena = Arena.ofShared();
    try {
      var memory = arena.allocate(Math.max(total, 1), 64);
      var scratch = new Scratch(memory, plan.bytes(), scratchBytes);
      return bind(arena, new Slab(memory, plan, scratch), outputs, total);
    } catch (Throwable failure) {
      arena.close();
      throw failure;
    }
  }

  private Program bind(Arena arena, Slab slab, Map<String, Place> outputs, long total) {
    constants.forEach((name, place) -> fill(slab, place, name));
    var bound =
        steps.stream()
            .map(step -> new BoundStep(step.description(), step.binder().bind(slab)))
            .toList();
    var inputViews = new LinkedHashMap<String, Tensor>();
    graph.inputs().keySet().forEach(name -> inputViews.put(name, view(slab, place(name), name)));
    var outputViews = new LinkedHashMap<String, Tensor>();
    outputs.forEach((name, place) -> outputViews.put(name, view(slab, place, name)));
    return new Program(
        arena,
        graph,
        bound,
        inputViews,
        outputViews,
        new Plan(
            steps.stream().map(Step::description).toList(),
            total,
            buffers.bytes(),
            scratchBytes * threads,
            threads,
            KernelSet.chosen().toString()));
  }

  private Tensor view(Slab slab, Place place, String name) {
    var shape = shape(name);
    var type = graph.type(name);
    long offset = slab.placement().offset(place.buffer());
    return Tensor.view(
        slab.memory().asSlice(offset, shape.elements() * type.bytes()), type, shape, Layout.NHWC);
  }

  /** Writes a constant that is used as an activation to its place. */
  private void fill(Slab slab, Place place, String name) {
    var constant = Objects.requireNonNull(graph.constants().get(name), name);
    var shape = constant.shape();
    var type = constant.type();
    var source = weights.numbers(constant);
    if (shape.rank() == 4) {
      var kept = Tensor.view(source, type, shape, constant.layout());
      source = Tensor.managed(type, shape, Layout.NHWC).copyFrom(kept).segment();
    }
    var extents = place.extents();
    long row = (long) extents.channels() * type.bytes();
    long offset = slab.placement().offset(place.buffer());
    for (int p = 0; p < extents.pixels(); p++) {
      long to = offset + (long) p * place.pitch() * type.bytes();
      MemorySegment.copy(source, p * row, slab.memory(), to, row);
    }
  }
}
