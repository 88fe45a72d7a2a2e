package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.lanewise.blocks.internal.file.Quoted;

/**
 * Which version of the standard's operators a model is written for.
 *
 * <p>Source: {@code docs/Versioning.md} of the ONNX standard.
 */
final class OperatorSet {
  private static final long NEWEST_FORMAT = 13;
  private static final long NEWEST = 25;
  private static final long OLDEST_OF_NEW = 6;

  /** The first version of the format that says which operator sets it needs. */
  private static final long FORMAT_WITH_IMPORTS = 3;

  private OperatorSet() {}

  /** Whether a domain is the standard's own. */
  static boolean standard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  /**
   * The version of the standard's own domain. Other domains may be imported: a node of theirs is
   * what is refused.
   *
   * @throws OnnxException if format or version are not read here
   */
  static int of(ModelProto model) {
    long format = model.getIrVersion();
    if (format < 1 || format > NEWEST_FORMAT) {
      throw new OnnxException(
          "the format's version (ir_version) must be 1 to %d, is %d"
              .formatted(NEWEST_FORMAT, format));
    }
    long version = 0;
    for (var set : model.getOpsetImportList()) {
      if (standard(set.getDomain())) {
        if (version != 0 && version != set.getVersion()) {
          throw new OnnxException(
              "operator sets %d and %d are both imported".formatted(version, set.getVersion()));
        }
        version = set.getVersion();
      }
    }
    if (model.getOpsetImportCount() == 0 && format < FORMAT_WITH_IMPORTS) {
      version = 1;
    }
    if (version != 1 && (version < OLDEST_OF_NEW || version > NEWEST)) {
      throw new OnnxException(
          "operator sets 1 and %d to %d are read, the model needs %s"
              .formatted(OLDEST_OF_NEW, NEWEST, version == 0 ? "none" : Long.toString(version)));
    }
    return (int) version;
  }

  /** A node whose operator is none of those read. */
  static OnnxException unsupported(NodeHeader node, int version) {
    return new OnnxException(
        node.domain().isEmpty()
            ? "%s: operator %s is not supported (operator set %d)"
                .formatted(node.label(), Quoted.plain(node.operator()), version)
            : "%s: operator %s of domain %s is not supported"
                .formatted(node.label(), Quoted.plain(node.operator()), Quoted.of(node.domain())));
  }
}
