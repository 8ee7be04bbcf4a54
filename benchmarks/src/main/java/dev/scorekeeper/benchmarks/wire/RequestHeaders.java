package dev.scorekeeper.benchmarks.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * HPACK blocks of a gRPC request's headers: the first one of a connection puts path, authority and
 * the rest into the peer's table, every later one just points there, as long-lived clients do.
 */
final class RequestHeaders {

  private static final int POST = 0x83;
  private static final int SCHEME_HTTP = 0x86;
  private static final int NEW_WITH_NAME = 0x40;
  private static final int NOT_ADDED_WITH_NAME = 0x0f;
  private static final int NAME_AUTHORITY = 1;
  private static final int NAME_PATH = 4;
  private static final int NAME_CONTENT_TYPE = 31;
  private static final int FIRST_DYNAMIC = 62;

  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private int added;

  private RequestHeaders() {
    block.write(POST);
    block.write(SCHEME_HTTP);
  }

  /** Block of the first request: literals that the peer remembers. */
  static byte[] first(String path, String authority, Optional<Duration> deadline) {
    return headers(path, authority, deadline).block.toByteArray();
  }

  /** Block of every later request with the same headers: some bytes of indices. */
  static byte[] later(String path, String authority, Optional<Duration> deadline) {
    int added = headers(path, authority, deadline).added;
    byte[] indices = new byte[2 + added];
    indices[0] = (byte) POST;
    indices[1] = (byte) SCHEME_HTTP;
    for (int i = 0; i < added; i++) {
      indices[2 + i] = (byte) (0x80 | (FIRST_DYNAMIC + added - 1 - i));
    }
    return indices;
  }

  /**
   * Block of a later request whose deadline is nearer than that of the others.
   *
   * @param later block of those
   */
  static byte[] withTimeLeft(byte[] later, long micros) {
    byte[] value = (micros + "u").getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // The deadline was added last: its index comes last, and its name is the newest of the table.
    out.write(later, 0, later.length - 1);
    out.write(NOT_ADDED_WITH_NAME);
    out.write(FIRST_DYNAMIC - NOT_ADDED_WITH_NAME);
    out.write(value.length);
    out.writeBytes(value);
    return out.toByteArray();
  }

  private static RequestHeaders headers(
      String path, String authority, Optional<Duration> deadline) {
    RequestHeaders headers = new RequestHeaders();
    headers.named(NAME_PATH, path);
    headers.named(NAME_AUTHORITY, authority);
    headers.named(NAME_CONTENT_TYPE, "application/grpc");
    headers.literal("te", "trailers");
    deadline.ifPresent(time -> headers.literal("grpc-timeout", time.toMillis() + "m"));
    return headers;
  }

  private void named(int nameIndex, String value) {
    block.write(NEW_WITH_NAME | nameIndex);
    string(value);
    added++;
  }

  private void literal(String name, String value) {
    block.write(NEW_WITH_NAME);
    string(name);
    string(value);
    added++;
  }

  private void string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > 126) {
      throw new IllegalArgumentException("header too long for one length byte: " + text);
    }
    block.write(bytes.length);
    block.writeBytes(bytes);
  }
}
