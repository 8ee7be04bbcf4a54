package dev.scorekeeper.server.evaluation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The running state of one metric over the rows that it was given. Not thread-safe.
 *
 * <p>The law that every accumulator keeps: the state is a function of the multiset of rows alone.
 * Merging is associative and commutative, and gives, bit for bit, the state of all the rows in one.
 */
public interface Accumulator {

  /**
   * Counts a row {@code times} times, {@code >= 1}: more than once in a replicate of the bootstrap.
   * Allocates nothing, but for tables that grow.
   */
  void add(OutputRows rows, int row, int times);

  /** Counts all rows once. */
  default void addAll(OutputRows rows) {
    for (int row = 0; row < rows.count; row++) {
      add(rows, row, 1);
    }
  }

  /**
   * Adds what another accumulator of the same metric counted; the other one stays as it is.
   *
   * @throws IllegalArgumentException when it is of another metric
   */
  void merge(Accumulator other);

  /** Writes the state; the same state gives the same bytes. */
  void write(DataOutput out) throws IOException;

  /**
   * Replaces the state by one that was written.
   *
   * @throws IOException also when the bytes are no state of this metric
   */
  void read(DataInput in) throws IOException;

  /** The value over the rows so far. Changes nothing. */
  MetricResult result();
}
