package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Outcome;
import org.jspecify.annotations.Nullable;

/** Receives the end of a request. */
public interface ScoreCallback {

  /**
   * Called exactly once, on the request's executor, perhaps before {@link Scorer#score} returns.
   * Scored rows are valid only during the call. Must not block or throw.
   *
   * @param model the version that answered; null when none was leased
   * @param signature name of the signature that was run; empty when none was
   */
  void ended(@Nullable ModelId model, String signature, Outcome outcome);
}
