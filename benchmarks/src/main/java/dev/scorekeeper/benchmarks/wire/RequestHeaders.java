package dev.scorekeeper.benchmarks.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * HPACK blocks of a gRPC request's headers: the first one of a connection puts path, authority and
 * the rest into the peer's table, every later one just points there, as long-lived clients do.
 */
final class RequestHeaders {

  private static final int POST = 0x83;
  private static final int SCHEME_HTTP = 0x86;
  private static final int NEW_WITH_NAME = 0x40;
  private static final int NAME_AUTHORITY = 1;
  private static final int NAME_PATH = 4;
  private static final int NAME_CONTENT_TYPE = 31;
  private static final int FIRST_DYNAMIC = 62;
  private static final int ADDED = 4;

  private RequestHeaders() {}

  /** Block of the first request: literals that the peer remembers. */
  static byte[] first(String path, String authority) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(POST);
    out.write(SCHEME_HTTP);
    literal(out, NAME_PATH, path);
    literal(out, NAME_AUTHORITY, authority);
    literal(out, NAME_CONTENT_TYPE, "application/grpc");
    out.write(NEW_WITH_NAME);
    string(out, "te");
    string(out, "trailers");
    return out.toByteArray();
  }

  /** Block of every later request: six bytes of indices. */
  static byte[] later() {
    byte[] block = new byte[2 + ADDED];
    block[0] = (byte) POST;
    block[1] = (byte) SCHEME_HTTP;
    for (int i = 0; i < ADDED; i++) {
      block[2 + i] = (byte) (0x80 | (FIRST_DYNAMIC + ADDED - 1 - i));
    }
    return block;
  }

  private static void literal(ByteArrayOutputStream out, int nameIndex, String value) {
    out.write(NEW_WITH_NAME | nameIndex);
    string(out, value);
  }

  private static void string(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > 126) {
      throw new IllegalArgumentException("header too long for one length byte: " + text);
    }
    out.write(bytes.length);
    out.writeBytes(bytes);
  }
}
