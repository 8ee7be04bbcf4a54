package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.RunException;

/**
 * Runs one metric signature on rows of slots, and leaves what each row gave where figures are
 * computed from it. Owns memory for a run; used by one thread.
 */
interface SignatureRun extends AutoCloseable {

  /**
   * Runs rows {@code from .. from + count} of a slot.
   *
   * @param size rows of the run, where all rows run at once: it is filled up with the last one
   */
  void run(Slot slot, int from, int count, int size) throws RunException, ProblemException;

  @Override
  void close();
}
