package dev.lanewise.blocks.onnx;

import dev.lanewise.blocks.weights.MalformedFileException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * A walk over a file's protobuf encoding before anything is made of it: refuses varints that never
 * end, lengths beyond what is there, nesting without end, and bytes that would become far more
 * bytes of objects (an empty node takes two in the file).
 *
 * <p>Source: "Encoding", protobuf.dev/programming-guides/encoding.
 */
final class WireScan {
  /** A model's deepest tensor lies at 5; each level of subgraphs, which are not read, adds 3. */
  private static final int DEEPEST = 40;

  // What objects take on the heap, rounded up.
  private static final int MESSAGE_BYTES = 200;
  private static final int TEXT_BYTES = 160;
  private static final int NUMBER_BYTES = 16;

  private final ByteBuffer bytes;
  private final long mostHeap;
  private long heap;

  private WireScan(ByteBuffer bytes, long mostHeap) {
    this.bytes = bytes;
    this.mostHeap = mostHeap;
  }

  /**
   * Walks a whole message.
   *
   * @param kind what it is
   * @param bytes from 0 to the limit
   * @param mostHeap how many bytes the objects may take, as estimated
   * @throws MalformedFileException naming the byte at which something is wrong
   */
  static void check(WireMessage kind, ByteBuffer bytes, long mostHeap) {
    var scan = new WireScan(bytes.duplicate(), mostHeap);
    scan.message(kind, bytes.limit(), 1);
  }

  private void message(WireMessage kind, int end, int depth) {
    if (depth > DEEPEST) {
      throw wrong(
          "messages are nested more than %d deep at byte %d".formatted(DEEPEST, bytes.position()));
    }
    while (bytes.position() < end) {
      int at = bytes.position();
      long tag = varint(end);
      long field = tag >>> 3;
      if (field == 0 || field >= 1 << 29) {
        throw wrong("byte %d begins no field of a %s".formatted(at, name(kind)));
      }
      switch ((int) tag & 7) {
        case 0 -> {
          varint(end);
          charge(NUMBER_BYTES);
        }
        case 1 -> skip(Long.BYTES, end, at, kind);
        case 5 -> skip(Integer.BYTES, end, at, kind);
        case 2 -> lengthDelimited(kind, (int) field, end, depth, at);
        default -> throw wrong("byte %d begins no field of a %s".formatted(at, name(kind)));
      }
    }
  }

  private void lengthDelimited(WireMessage kind, int field, int end, int depth, int at) {
    long length = varint(end);
    var child = kind.child(field);
    if (child == null) {
      skip(length, end, at, kind);
      charge(TEXT_BYTES + (kind.isPacked(field) ? NUMBER_BYTES * length : 0));
    } else {
      charge(MESSAGE_BYTES);
      int begin = bytes.position();
      skip(length, end, at, kind);
      int stop = bytes.position();
      bytes.position(begin);
      message(child, stop, depth + 1);
    }
  }

  private void skip(long length, int end, int at, WireMessage kind) {
    int left = end - bytes.position();
    if (length < 0 || length > left) {
      throw wrong(
          "a field at byte %d is said to have %s bytes, its %s has %d left"
              .formatted(at, Long.toUnsignedString(length), name(kind), left));
    }
    bytes.position(bytes.position() + (int) length);
  }

  private long varint(int end) {
    int at = bytes.position();
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (bytes.position() >= end) {
        throw wrong("a number at byte %d is cut off".formatted(at));
      }
      byte next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw wrong("a number at byte %d does not end".formatted(at));
  }

  private void charge(long more) {
    heap += more;
    if (heap > mostHeap) {
      throw wrong(
          "its %d bytes would become more than %d bytes of objects"
              .formatted(bytes.limit(), mostHeap));
    }
  }

  private static String name(WireMessage kind) {
    return kind == WireMessage.LEAF ? "message" : kind.name().toLowerCase(Locale.ROOT);
  }

  private static MalformedFileException wrong(String what) {
    return new MalformedFileException(what);
  }
}
