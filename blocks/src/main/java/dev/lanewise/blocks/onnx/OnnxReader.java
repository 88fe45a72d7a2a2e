package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.lanewise.blocks.internal.file.MappedFile;
import dev.lanewise.blocks.internal.file.Quoted;
import dev.lanewise.blocks.weights.MalformedFileException;
import dev.lanewise.engine.LanewiseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads ONNX models of operator sets 1 and 6 to 25.
 *
 * <pre>{@code
 * try (var onnx = OnnxReader.read(Path.of("resnet18.onnx"));
 *     var model = Model.compile(onnx.graph());
 *     var session = model.newSession(SessionOptions.of("input", Shape.of(1, 3, 224, 224)))) {
 *   …
 * }
 * }</pre>
 *
 * <p>A model becomes a graph that means the same, or is refused with one sentence that says why.
 * Values keep their names. Real numbers of every width are computed in float32, whole numbers of up
 * to 32 bits in int32. What depends on constants alone is computed while reading; extents of inputs
 * that are only named are unknown, and where a model does arithmetic with them, {@link
 * OnnxOptions#withInput} must bind them. Functions, training information and metadata are ignored;
 * control flow, sparse and quantised tensors are refused.
 *
 * <p>The file is mapped, checked before anything is made of it, and its constants are copied once.
 * Tensors may lie in other files in the model's folder or below. Nothing stays open, whether
 * reading succeeds or fails.
 *
 * <p>Stateless; any thread may call it.
 *
 * <p>Source: the ONNX standard, {@code docs/IR.md}, {@code docs/Operators.md} and {@code
 * docs/Changelog.md}.
 */
public final class OnnxReader {
  /** The JDK makes no buffer of more bytes of a mapped file. */
  static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  /** Deeper than {@link WireScan} lets pass. */
  private static final int RECURSION = 64;

  /** Beside three times the file. */
  private static final long OBJECT_ALLOWANCE = 64L << 20;

  private OnnxReader() {}

  /** Reads a model with shapes as it declares them, as {@link #read(Path, OnnxOptions)} does. */
  public static OnnxModel read(Path file) throws IOException {
    return read(file, OnnxOptions.DEFAULT);
  }

  /**
   * Reads a model; close it when done.
   *
   * @throws OnnxException if the model is wrong or beyond what is read here, naming the place
   * @throws MalformedFileException if the file is no model at all or was cut short
   * @throws IOException if the file, or one that it refers to, cannot be read
   */
  public static OnnxModel read(Path file, OnnxOptions options) throws IOException {
    var constants = Arena.ofShared();
    try (var mappings = Arena.ofShared();
        var mapped = MappedFile.open(file, mappings)) {
      return read(mapped, mappings, constants, options);
    } catch (Throwable failure) {
      constants.close();
      throw named(failure, file);
    }
  }

  /**
   * A model's inputs, those that have an initialiser left out: what {@link OnnxOptions} can bind.
   *
   * @throws OnnxException if an input's declaration is wrong
   * @throws MalformedFileException if the file is no model at all or was cut short
   * @throws IOException if the file cannot be read
   */
  public static List<OnnxInput> inputs(Path file) throws IOException {
    try (var mappings = Arena.ofShared();
        var mapped = MappedFile.open(file, mappings)) {
      checkSize(mapped);
      var inputs = new ArrayList<OnnxInput>();
      var bytes = mapped.slice(0, mapped.size()).asByteBuffer();
      mapped.copy(
          mapped.size(),
          () -> {
            var graph = parse(bytes).getGraph();
            var constants = new HashSet<String>();
            graph.getInitializerList().forEach(constant -> constants.add(constant.getName()));
            for (var input : graph.getInputList()) {
              if (!constants.contains(input.getName())) {
                inputs.add(DeclaredInputs.declared(input));
              }
            }
          });
      return inputs;
    } catch (Throwable failure) {
      throw named(failure, file);
    }
  }

  private static void checkSize(MappedFile file) {
    if (file.size() == 0 || file.size() > MOST_BYTES) {
      throw new MalformedFileException(
          "an ONNX file has 1 to %d bytes, this one %d".formatted(MOST_BYTES, file.size()));
    }
  }

  /**
   * The failure with the file's name before its message, which is on one line whatever it quotes.
   */
  private static IOException named(Throwable failure, Path file) throws IOException {
    var message = file + ": " + Quoted.message(String.valueOf(failure.getMessage()));
    switch (failure) {
      case OnnxException wrong -> throw new OnnxException(message, wrong);
      case MalformedFileException wrong ->
          throw wrong.getMessage() != null && wrong.getMessage().startsWith(file.toString())
              ? wrong
              : new MalformedFileException(message, wrong);
      case LanewiseException wrong -> throw new OnnxException(message, wrong);
      case UncheckedIOException wrong -> throw wrong.getCause();
      case IOException wrong -> throw wrong;
      case RuntimeException wrong -> throw wrong;
      case Error wrong -> throw wrong;
      default -> throw new AssertionError(failure);
    }
  }

  private static OnnxModel read(
      MappedFile file, Arena mappings, Arena constants, OnnxOptions options) throws IOException {
    checkSize(file);
    var result = new AtomicReference<@Nullable OnnxModel>();
    var bytes = file.slice(0, file.size()).asByteBuffer();
    file.copy(
        file.size(),
        () -> {
          var model = parse(bytes);
          var store = new ConstantStore(constants, options);
          store.allowFile(file.size());
          try (var beside = new ExternalFiles(file.path(), mappings, store)) {
            result.set(model(model, constants, options, store, new TensorReader(store, beside)));
          }
        });
    var model = result.get();
    if (model == null) {
      throw new AssertionError("nothing was read");
    }
    return model;
  }

  private static OnnxModel model(
      ModelProto model,
      Arena constants,
      OnnxOptions options,
      ConstantStore store,
      TensorReader tensors) {
    int version = OperatorSet.of(model);
    if (!model.hasGraph()) {
      throw new OnnxException("the model has no graph");
    }
    var reader = new GraphReader(model.getGraph(), version, options, store, tensors);
    var producer = (model.getProducerName() + " " + model.getProducerVersion()).strip();
    return new OnnxModel(reader.read(), version, Quoted.plain(producer), constants);
  }

  private static ModelProto parse(ByteBuffer bytes) {
    WireScan.check(
        WireMessage.MODEL,
        bytes,
        ConstantStore.FILE_TIMES * (long) bytes.limit() + OBJECT_ALLOWANCE);
    var input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    input.enableAliasing(true);
    input.setRecursionLimit(RECURSION);
    try {
      return DiscardUnknownFieldsParser.wrap(ModelProto.parser()).parseFrom(input);
    } catch (InvalidProtocolBufferException wrong) {
      throw new MalformedFileException("no ONNX model: " + wrong.getMessage(), wrong);
    }
  }
}
