package dev.scorekeeper.server.pipeline;

/** Takes decoded requests: the door that every protocol knocks at. Thread-safe. */
public interface Scorer {

  /** Scores a request. Called on the caller's executor; never blocks, never throws. */
  void score(ScoreRequest request, Caller caller);
}
