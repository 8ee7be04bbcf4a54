package dev.scorekeeper.server.scoring;

import java.util.List;

/**
 * A signature with the outputs wanted of it, ready to run.
 *
 * <p>Thread-safe: different blocks may run at the same time. Valid until its model is closed.
 */
public interface Program {

  Signature signature();

  /** The outputs that a run gives, in this order. */
  List<OutputSpec> outputs();

  /** New memory for up to {@code capacity >= 1} rows, zeroed; strings are empty. */
  InputBlock allocate(Layout layout, int capacity);

  /**
   * Runs the model in the calling thread on rows {@code from .. from + count} of the block; {@code
   * count >= 0}. Zero rows are passed to the model as they are.
   *
   * @return the outputs; the caller owns and closes them, before the block is written to again
   * @throws RunException when the model fails on these rows; the block and the model stay usable
   */
  RunResult run(InputBlock block, int from, int count) throws RunException;
}
