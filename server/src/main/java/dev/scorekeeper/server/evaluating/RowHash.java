package dev.scorekeeper.server.evaluating;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Hashes rows in canonical form, one after the other: the SHA-256 of the form, then the row's
 * contents. Not thread-safe. Allocates nothing for a row, but for memory that grows.
 *
 * <p>docs/evaluation.md defines the bytes.
 */
final class RowHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final MessageDigest digest = sha256();
  private final byte[] hash = new byte[DataDigest.BYTES];
  private byte[] bytes = new byte[1024];
  private int length;

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Begins a row.
   *
   * @param form SHA-256 of what describes its form
   */
  void begin(byte[] form) {
    System.arraycopy(form, 0, bytes, 0, form.length);
    length = form.length;
  }

  private void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, count)));
    }
  }

  void put(byte value) {
    reserve(1);
    bytes[length++] = value;
  }

  /** The bits of a number; all NaN are one. */
  void put(double value) {
    reserve(Double.BYTES);
    LONGS.set(bytes, length, Double.doubleToLongBits(value));
    length += Double.BYTES;
  }

  /** Bytes of a buffer, whose position does not matter and stays. */
  void put(ByteBuffer source, int from, int count) {
    reserve(count);
    source.get(from, bytes, length, count);
    length += count;
  }

  /** A text's length, then its bytes. */
  void putText(byte[] text, int count) {
    reserve(Integer.BYTES + count);
    INTS.set(bytes, length, count);
    System.arraycopy(text, 0, bytes, length + Integer.BYTES, count);
    length += Integer.BYTES + count;
  }

  /** Adds the row's hash to a sum. */
  void addTo(DataDigest sum) {
    digest.update(bytes, 0, length);
    try {
      digest.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes are enough for SHA-256", e);
    }
    sum.add(hash);
  }
}
