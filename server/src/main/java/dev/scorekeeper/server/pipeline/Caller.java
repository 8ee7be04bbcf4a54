package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Outcome;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Who sent a request: how long it waits, whether it is still there, and what receives its end. */
public interface Caller {

  /**
   * The event loop that brought the request: single-threaded, and the same object for all requests
   * of a loop.
   */
  Executor executor();

  /** On the scale of {@link System#nanoTime}; {@code Long.MAX_VALUE}: none. */
  long deadlineNanos();

  /** True once nobody waits for the answer any more. Any thread. */
  boolean isCancelled();

  /**
   * Called exactly once, on {@link #executor}, perhaps before {@link Scorer#score} returns. Scored
   * rows are valid only during the call. Must not block or throw.
   *
   * @param model the version that answered; null when none was leased
   * @param signature name of the signature that was run; empty when none was
   */
  void ended(@Nullable ModelId model, String signature, Outcome outcome);
}
