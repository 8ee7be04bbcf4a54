package dev.scorekeeper.server.records;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.v1.Evaluation;

/** A record that is kept now, and whether it is the one that was to be written. */
public record Saved(Evaluation evaluation, How how) {

  public Saved {
    requireNonNull(evaluation, "evaluation is null");
    requireNonNull(how, "how is null");
  }

  /** How it came to be kept. */
  public enum How {
    /** Written now. */
    NEW,
    /** Written before, by the same request: nothing was written. */
    REPEATED,
    /** Written before, by another request with the same id: nothing was written. */
    CONFLICTING
  }
}
