package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads ids and values of slice columns: strings as they are, integers in decimal. */
final class TextReader {

  private static final long FNV_START = 0xcbf29ce484222325L;
  private static final long FNV_FACTOR = 0x100000001b3L;

  /** Values of slices are few; past this many they are not remembered. */
  private static final int MAX_REMEMBERED = 10_000;

  private final NumberReader numbers;
  private final Map<String, String> remembered = new HashMap<>();

  TextReader(NumberReader numbers) {
    this.numbers = numbers;
  }

  byte[] bytes(InputTensor column, long row) {
    return column.type() == DataType.STRING
        ? column.string(row)
        : numbers.integer(column, row).getBytes(StandardCharsets.US_ASCII);
  }

  /** The text of a value, the same object for equal ones. */
  String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String known = remembered.get(text);
    if (known != null) {
      return known;
    }
    if (remembered.size() < MAX_REMEMBERED) {
      remembered.put(text, text);
    }
    return text;
  }

  /** 64 bits of an id: FNV-1a, mixed once more. */
  static long hash(byte[] id) {
    long hash = FNV_START;
    for (byte b : id) {
      hash = (hash ^ (b & 0xff)) * FNV_FACTOR;
    }
    hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }
}
