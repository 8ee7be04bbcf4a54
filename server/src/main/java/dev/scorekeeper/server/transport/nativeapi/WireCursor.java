package dev.scorekeeper.server.transport.nativeapi;

/**
 * A place in a message, and the end of what may be read there. Never reads beyond that end: what
 * does not fit is answered with a negative number, after which the cursor is of no use until it is
 * moved.
 *
 * <p>Reads only what fits a positive int; anything larger is left to the generated parser.
 */
final class WireCursor {

  private final RequestBytes bytes;
  private int position;
  private int end;

  WireCursor(RequestBytes bytes) {
    this.bytes = bytes;
  }

  RequestBytes bytes() {
    return bytes;
  }

  /** Goes to bytes {@code from .. to} of the message. */
  void move(int from, int to) {
    java.util.Objects.checkFromToIndex(from, to, bytes.length());
    position = from;
    end = to;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position >= end;
  }

  /** Bytes left. */
  int remaining() {
    return end - position;
  }

  /** A tag of one byte, which is what fields below 16 have; -1 for any other. */
  int tag() {
    return position < end ? bytes.at(position++) : -1;
  }

  /** The next byte; there must be one. */
  byte next() {
    return bytes.at(position++);
  }

  /** A varint in [0, 2^31); -1 when there is none. */
  int number() {
    if (position >= end) {
      return -1;
    }
    int first = bytes.at(position++);
    if (first >= 0) {
      return first;
    }
    long value = first & 0x7f;
    for (int shift = 7; shift < 35; shift += 7) {
      if (position >= end) {
        return -1;
      }
      int next = bytes.at(position++);
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value <= Integer.MAX_VALUE ? (int) value : -1;
      }
    }
    return -1;
  }

  /** A length that what is left has room for; -1 when there is none. */
  int length() {
    int length = number();
    return length <= remaining() ? length : -1;
  }

  /**
   * Steps over {@code length} bytes, which {@link #length} promised, and tells where they began.
   */
  int take(int length) {
    int start = position;
    position += length;
    return start;
  }

  /** Ends after {@code length} bytes from here; gives the end so far, for {@link #widen}. */
  int narrow(int length) {
    int outer = end;
    end = position + length;
    return outer;
  }

  /** Ends where it did before {@link #narrow}. */
  void widen(int outer) {
    end = outer;
  }
}
