package dev.scorekeeper.server.scoring;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The rows of the outputs that belong to one request.
 *
 * <p>Borrowed: valid only during the callback that received them. Not thread-safe.
 */
public interface ScoredRows {

  /** The outputs, in the order of the other methods' indices. */
  List<OutputSpec> outputs();

  /** Shape of an output with this request's rows only. */
  Shape shape(int output);

  /**
   * A new read-only view of this request's bytes of a numeric output, little-endian, position 0.
   */
  ByteBuffer data(int output);

  /** Size of {@link #data} in bytes. */
  default int byteLength(int output) {
    return data(output).remaining();
  }

  /** Copies bytes of {@link #data}, from {@code from} on, without making a view. */
  default void read(int output, int from, byte[] target, int at, int length) {
    data(output).get(from, target, at, length);
  }

  /** Copy of string element {@code index}, counted within this request's rows. */
  byte[] string(int output, long index);
}
