package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.lanewise.blocks.internal.file.MappedFile;
import dev.lanewise.blocks.weights.MalformedFileException;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads tensors from files of their own, as the ONNX backend tests keep inputs and outputs: one
 * {@code TensorProto} a file.
 *
 * <p>Stateless; any thread may call it.
 */
public final class OnnxTensor {
  private OnnxTensor() {}

  /**
   * Reads a tensor, row-major, into memory that is freed some time after it becomes unreachable.
   * Types are read as {@link OnnxReader} reads those of constants.
   *
   * @throws OnnxException if its type is not read or its data does not fit
   * @throws MalformedFileException if the file is no tensor at all or was cut short
   * @throws IOException if the file cannot be read
   */
  public static Tensor read(Path file) throws IOException {
    try (var mappings = Arena.ofShared();
        var mapped = MappedFile.open(file, mappings)) {
      if (mapped.size() > OnnxReader.MOST_BYTES) {
        throw new MalformedFileException(
            "%s: a tensor's file has up to %d bytes, this one %d"
                .formatted(file, OnnxReader.MOST_BYTES, mapped.size()));
      }
      var result = new AtomicReference<@Nullable Tensor>();
      mapped.copy(mapped.size(), () -> result.set(read(mapped, mappings)));
      var tensor = result.get();
      if (tensor == null) {
        throw new AssertionError("nothing was read");
      }
      return tensor;
    }
  }

  private static Tensor read(MappedFile file, Arena mappings) {
    var store = new ConstantStore(Arena.ofAuto(), OnnxOptions.DEFAULT);
    store.allowFile(file.size());
    try (var beside = new ExternalFiles(file.path(), mappings, store)) {
      var proto = parse(file);
      return new TensorReader(store, beside).read(proto, file.path().toString());
    }
  }

  private static TensorProto parse(MappedFile file) {
    var bytes = file.slice(0, file.size()).asByteBuffer();
    try {
      WireScan.check(WireMessage.TENSOR, bytes, ConstantStore.ALLOWANCE + 8L * file.size());
      var input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
      input.enableAliasing(true);
      return DiscardUnknownFieldsParser.wrap(TensorProto.parser()).parseFrom(input);
    } catch (InvalidProtocolBufferException | MalformedFileException wrong) {
      throw new MalformedFileException(
          "%s: no ONNX tensor: %s".formatted(file.path(), wrong.getMessage()), wrong);
    }
  }
}
