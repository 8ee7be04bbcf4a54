package dev.scorekeeper.server.scoring;

/** How a request ended. */
public sealed interface Outcome permits Outcome.Scored, Outcome.Refused, Outcome.Failed {

  /**
   * The outputs are there.
   *
   * @param rows the request's own rows of the outputs; borrowed: valid only during the callback
   */
  record Scored(ScoredRows rows) implements Outcome {}

  /** Never given to the model: over a limit, too late, cancelled, or the server is stopping. */
  record Refused(Problem problem) implements Outcome {}

  /** Given to the model, which failed on it. */
  record Failed(Problem problem) implements Outcome {}
}
