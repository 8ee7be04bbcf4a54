package dev.scorekeeper.server.scoring;

import java.nio.ByteBuffer;

/**
 * Outputs of one run, in the order of {@link Program#outputs}.
 *
 * <p>Owned by whoever called {@link Program#run}; closed once. Reading is thread-safe until the
 * close.
 */
public interface RunResult extends AutoCloseable {

  /** Whole shape of an output, the leading dimension included. */
  Shape shape(int output);

  DataType type(int output);

  /** A new read-only view of all bytes of a numeric output, little-endian, position 0. */
  ByteBuffer data(int output);

  /** Size of {@link #data} in bytes. */
  default int byteLength(int output) {
    return data(output).remaining();
  }

  /** Copies bytes of {@link #data}, from {@code from} on, without making a view. */
  default void read(int output, int from, byte[] target, int at, int length) {
    data(output).get(from, target, at, length);
  }

  /** Copy of string element {@code index} of a string output, row-major. */
  byte[] string(int output, long index);

  @Override
  void close();
}
