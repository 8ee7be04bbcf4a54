package dev.scorekeeper.server.pipeline;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a SavedModel's {@code fingerprint.pb}, TensorFlow's {@code FingerprintDef}.
 *
 * <p>The hashes are unsigned 64-bit numbers in decimal, empty where the file has none. Read by
 * hand: seven fields are no reason for this package to depend on TensorFlow.
 *
 * @param savedModelChecksum hash of {@code saved_model.pb}
 * @param graphDefProgramHash hash of the graph, without what saving it again changes
 * @param signatureDefHash hash of the signatures
 * @param savedObjectDefHash hash of the graph of objects
 * @param checkpointHash hash of the index of the variables
 * @param uuid drawn each time a model is saved
 * @param producer version of the writer
 */
public record ModelFingerprint(
    String savedModelChecksum,
    String graphDefProgramHash,
    String signatureDefHash,
    String savedObjectDefHash,
    String checkpointHash,
    String uuid,
    int producer) {

  /** Where it is, in a version's folder. */
  static final String FILE = "fingerprint.pb";

  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int BYTES = 2;
  private static final int FOUR_BYTES = 5;
  private static final int VERSION = 6;
  private static final int UUID = 7;

  /** Reads the bytes of the file; empty when they are none of its kind. */
  static Optional<ModelFingerprint> read(byte[] file) {
    Map<Integer, String> numbers = new HashMap<>();
    Map<Integer, ByteBuffer> texts = new HashMap<>();
    try {
      fields(ByteBuffer.wrap(file), numbers, texts);
      Map<Integer, String> version = new HashMap<>();
      fields(texts.getOrDefault(VERSION, ByteBuffer.allocate(0)), version, new HashMap<>());
      return Optional.of(
          new ModelFingerprint(
              numbers.getOrDefault(1, ""),
              numbers.getOrDefault(2, ""),
              numbers.getOrDefault(3, ""),
              numbers.getOrDefault(4, ""),
              numbers.getOrDefault(5, ""),
              StandardCharsets.UTF_8
                  .decode(texts.getOrDefault(UUID, ByteBuffer.allocate(0)))
                  .toString(),
              Integer.parseInt(version.getOrDefault(1, "0"))));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void fields(
      ByteBuffer in, Map<Integer, String> numbers, Map<Integer, ByteBuffer> texts) {
    while (in.hasRemaining()) {
      long tag = varint(in);
      int field = (int) (tag >>> 3);
      switch ((int) tag & 7) {
        case VARINT -> numbers.put(field, Long.toUnsignedString(varint(in)));
        case BYTES -> {
          int length = Math.toIntExact(Math.max(0, Math.min(varint(in), in.capacity() + 1L)));
          texts.put(field, take(in, length));
        }
        case EIGHT_BYTES -> take(in, 8);
        case FOUR_BYTES -> take(in, 4);
        default -> throw new IllegalArgumentException("no field: " + tag);
      }
    }
  }

  private static ByteBuffer take(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer taken = in.slice(in.position(), length);
    in.position(in.position() + length);
    return taken;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }
}
