package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.v1.PredictStreamRequest;

/**
 * Reads the envelopes of a stream's messages as they mostly are: an id and one request. Declines
 * all others, as {@link RequestScanner} does. Confined to one thread.
 */
final class EnvelopeScanner {

  private static final int ID = PredictStreamRequest.ID_FIELD_NUMBER << 3;
  private static final int REQUEST = PredictStreamRequest.REQUEST_FIELD_NUMBER << 3 | 2;

  private final WireCursor cursor;
  private long id;
  private int start;
  private int end;

  EnvelopeScanner(RequestBytes bytes) {
    this.cursor = new WireCursor(bytes);
  }

  /** Reads the whole message; false when it is not one of the usual kind. */
  boolean scan() {
    id = 0;
    start = -1;
    cursor.move(0, cursor.bytes().length());
    while (!cursor.atEnd()) {
      boolean read =
          switch (cursor.tag()) {
            case ID -> id();
            case REQUEST -> request();
            default -> false;
          };
      if (!read) {
        return false;
      }
    }
    return start >= 0;
  }

  /** Varints of ten bytes, which negative numbers take, are left to the generated parser. */
  private boolean id() {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (cursor.atEnd()) {
        return false;
      }
      byte next = cursor.next();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        id = value;
        return true;
      }
    }
    return false;
  }

  private boolean request() {
    int length = cursor.length();
    if (length < 0 || start >= 0) {
      return false;
    }
    start = cursor.take(length);
    end = cursor.position();
    return true;
  }

  long messageId() {
    return id;
  }

  /** Where the request begins in the message. */
  int requestStart() {
    return start;
  }

  /** Where the request ends in the message. */
  int requestEnd() {
    return end;
  }
}
