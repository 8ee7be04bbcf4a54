package dev.scorekeeper.server.app;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Header blocks of the calls on one connection, in HPACK (RFC 7541): a field that was sent before
 * is a reference to the table of the other side, as it is from most clients.
 *
 * <p>Netty has an encoder, which the server writes its answers with. Used here it would teach the
 * compiler that it is called in two ways, and each answer would cost more for good.
 *
 * <p>Holds the few fields that one's own calls have: they are all to fit into a table of 4 KiB, the
 * least that a server may have by default. Confined to one thread.
 */
final class WarmUpHeaders {

  private static final int STATIC_ENTRIES = 61;
  private static final int INDEXED = 0x80;
  private static final int LITERAL_TO_KEEP = 0x40;
  private static final int LITERAL = 0x00;

  /** By field, how many had been put into the table when it was. */
  private final Map<String, Integer> kept = new HashMap<>();

  private final ByteArrayOutputStream block = new ByteArrayOutputStream();

  /** Adds a field that comes again with the same value. */
  WarmUpHeaders add(String name, String value) {
    String field = name + '\0' + value;
    Integer before = kept.get(field);
    if (before != null) {
      number(INDEXED, 7, STATIC_ENTRIES + kept.size() - before);
      return this;
    }
    literal(LITERAL_TO_KEEP, name, value);
    kept.put(field, kept.size());
    return this;
  }

  /** Adds a field whose value differs from call to call. */
  WarmUpHeaders addOnce(String name, String value) {
    literal(LITERAL, name, value);
    return this;
  }

  /** The block of what was added, which begins anew. */
  byte[] take() {
    byte[] bytes = block.toByteArray();
    block.reset();
    return bytes;
  }

  private void literal(int kind, String name, String value) {
    block.write(kind);
    text(name);
    text(value);
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    number(0, 7, bytes.length);
    block.writeBytes(bytes);
  }

  /** A number whose first bits share a byte with what {@code pattern} says (RFC 7541, 5.1). */
  private void number(int pattern, int bits, int value) {
    int most = (1 << bits) - 1;
    if (value < most) {
      block.write(pattern | value);
      return;
    }
    block.write(pattern | most);
    int rest = value - most;
    while (rest >= 0x80) {
      block.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    block.write(rest);
  }
}
