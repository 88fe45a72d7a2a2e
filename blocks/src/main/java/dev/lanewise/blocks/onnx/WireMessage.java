package dev.lanewise.blocks.onnx;

import org.jspecify.annotations.Nullable;

/**
 * The messages of ONNX's protobuf schema, as far as they hold others: what {@link WireScan} needs
 * to walk a file without making objects of it.
 *
 * <p>Source: {@code onnx/onnx-ml.proto}.
 */
enum WireMessage {
  MODEL,
  GRAPH,
  NODE,
  ATTRIBUTE,
  TENSOR,
  SPARSE_TENSOR,
  VALUE_INFO,
  TYPE,
  TENSOR_TYPE,
  SEQUENCE_TYPE,
  MAP_TYPE,
  SHAPE,
  ANNOTATION,
  FUNCTION,
  TRAINING,
  LEAF;

  /** The message that a field holds, or null where it holds text, bytes or packed numbers. */
  @Nullable WireMessage child(int field) {
    return switch (this) {
      case MODEL ->
          switch (field) {
            case 7 -> GRAPH;
            case 8, 14 -> LEAF;
            case 20 -> TRAINING;
            case 25 -> FUNCTION;
            default -> null;
          };
      case GRAPH ->
          switch (field) {
            case 1 -> NODE;
            case 5 -> TENSOR;
            case 11, 12, 13 -> VALUE_INFO;
            case 14 -> ANNOTATION;
            case 15 -> SPARSE_TENSOR;
            case 16 -> LEAF;
            default -> null;
          };
      case NODE ->
          switch (field) {
            case 5 -> ATTRIBUTE;
            case 9, 10 -> LEAF;
            default -> null;
          };
      case ATTRIBUTE ->
          switch (field) {
            case 5, 10 -> TENSOR;
            case 6, 11 -> GRAPH;
            case 14, 15 -> TYPE;
            case 22, 23 -> SPARSE_TENSOR;
            default -> null;
          };
      case TENSOR -> field == 3 || field == 13 || field == 16 ? LEAF : null;
      case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : null;
      case VALUE_INFO -> field == 2 ? TYPE : field == 4 ? LEAF : null;
      case TYPE ->
          switch (field) {
            case 1, 8 -> TENSOR_TYPE;
            case 4, 9 -> SEQUENCE_TYPE;
            case 5 -> MAP_TYPE;
            case 7 -> LEAF;
            default -> null;
          };
      case TENSOR_TYPE -> field == 2 ? SHAPE : null;
      case SEQUENCE_TYPE -> field == 1 ? TYPE : null;
      case MAP_TYPE -> field == 2 ? TYPE : null;
      case SHAPE -> field == 1 ? LEAF : null;
      case ANNOTATION -> field == 2 ? LEAF : null;
      case FUNCTION ->
          switch (field) {
            case 7 -> NODE;
            case 11 -> ATTRIBUTE;
            case 12 -> VALUE_INFO;
            case 9, 14 -> LEAF;
            default -> null;
          };
      case TRAINING ->
          switch (field) {
            case 1, 2 -> GRAPH;
            case 3, 4 -> LEAF;
            default -> null;
          };
      case LEAF -> null;
    };
  }

  /** Whether a field's bytes are packed varints, of which each becomes eight bytes. */
  boolean isPacked(int field) {
    return switch (this) {
      case TENSOR -> field == 1 || field == 5 || field == 7 || field == 11;
      case ATTRIBUTE -> field == 8;
      default -> false;
    };
  }
}
