package dev.scorekeeper.server.evaluating;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Sum modulo 2^256 of 256-bit numbers: the same in any order, and for any cut. Not thread-safe.
 *
 * <p>Numbers are read big-endian, as SHA-256 writes them.
 */
public final class DataDigest {

  static final int BYTES = 32;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int WORDS = BYTES / Long.BYTES;

  /** Most significant word first. */
  private final long[] words = new long[WORDS];

  /** Adds the number in the first 32 bytes. */
  void add(byte[] number) {
    long carry = 0;
    for (int i = WORDS - 1; i >= 0; i--) {
      long addend = (long) LONGS.get(number, i * Long.BYTES);
      long sum = words[i] + addend;
      long overflow = Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
      long total = sum + carry;
      carry = overflow | (total == 0 && carry == 1 ? 1 : 0);
      words[i] = total;
    }
  }

  /** Adds another sum. */
  public void add(DataDigest other) {
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < WORDS; i++) {
      LONGS.set(bytes, i * Long.BYTES, other.words[i]);
    }
    add(bytes);
  }

  public void write(DataOutput out) throws IOException {
    for (long word : words) {
      out.writeLong(word);
    }
  }

  public void read(DataInput in) throws IOException {
    for (int i = 0; i < WORDS; i++) {
      words[i] = in.readLong();
    }
  }

  /** 64 hexadecimal digits, lower case. */
  public String hex() {
    StringBuilder text = new StringBuilder();
    for (long word : words) {
      text.append("%016x".formatted(word));
    }
    return text.toString();
  }
}
