package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.v1.EvaluateRequest;
import org.jspecify.annotations.Nullable;

/** Where the messages of an evaluation come from. */
interface EvaluationSource {

  /**
   * The next message; waits for it. Null when the stream ended. Its rows, where it has any, are
   * borrowed until the next call.
   *
   * @throws ProblemException when it is malformed, or none is wanted any more
   */
  @Nullable EvaluateRequest next() throws ProblemException, InterruptedException;

  /** What to call when the caller goes away; at once when he has. */
  void onCancel(Runnable action);
}
