package dev.lanewise.blocks.onnx;

import dev.lanewise.blocks.internal.file.MappedFile;
import dev.lanewise.blocks.internal.file.Quoted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The files beside a model that hold tensors too large for it. They lie in the model's folder or
 * below; no way out of it is followed. Used by one thread.
 */
final class ExternalFiles implements AutoCloseable {
  private final Path model;
  private final Arena mappings;
  private final ConstantStore store;
  private final Map<Path, MappedFile> open = new HashMap<>();

  /**
   * Opens nothing yet.
   *
   * @param mappings what the mappings end with
   * @param store whose limit each file raises
   */
  ExternalFiles(Path model, Arena mappings, ConstantStore store) {
    this.model = model;
    this.mappings = mappings;
    this.store = store;
  }

  /**
   * The file at a location, relative to the model's folder.
   *
   * @param tensor what is kept there, for the message
   * @throws OnnxException if it leads out of the folder, is not there or no regular file
   */
  MappedFile at(String location, String tensor) {
    var relative = relative(location, tensor);
    try {
      var folder = folder();
      var real = folder.resolve(relative).toRealPath();
      if (!real.startsWith(folder)) {
        throw outside(location, tensor);
      }
      if (!Files.isRegularFile(real)) {
        throw new OnnxException(
            "%s: its file %s is no regular file".formatted(tensor, Quoted.of(location)));
      }
      var file = open.get(real);
      if (file == null) {
        file = MappedFile.open(real, mappings);
        open.put(real, file);
        store.allowFile(file.size());
      }
      return file;
    } catch (NoSuchFileException absent) {
      throw new OnnxException(
          "%s: its file %s is not there".formatted(tensor, Quoted.of(location)), absent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder() throws IOException {
    var parent = model.toAbsolutePath().getParent();
    return (parent == null ? model.toAbsolutePath() : parent).toRealPath();
  }

  private static Path relative(String location, String tensor) {
    try {
      var path = Path.of(location);
      boolean climbs = false;
      for (var part : path) {
        climbs |= part.toString().equals("..");
      }
      if (location.isEmpty() || path.isAbsolute() || climbs) {
        throw outside(location, tensor);
      }
      return path;
    } catch (InvalidPathException invalid) {
      throw new OnnxException(
          "%s: its file %s has no valid name".formatted(tensor, Quoted.of(location)), invalid);
    }
  }

  private static OnnxException outside(String location, String tensor) {
    return new OnnxException(
        "%s: its file %s is not within the model's folder".formatted(tensor, Quoted.of(location)));
  }

  @Override
  public void close() {
    open.values().forEach(MappedFile::close);
  }
}
