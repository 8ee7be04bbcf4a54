package dev.scorekeeper.server.stats;

import dev.scorekeeper.server.scoring.Reason;
import java.util.Map;

/**
 * The numbers of evaluations at one moment, parts of data sets counting like whole ones.
 *
 * @param started those that began, refused ones included
 * @param completed of these, answered with a record or state
 * @param failed of these, that ended otherwise, by reason; reasons that never happened are absent
 * @param rows of the completed ones
 * @param time from the start of the stream to the record or state, by completed evaluation
 */
public record EvaluationCounts(
    long started,
    long completed,
    Map<Reason, Long> failed,
    long rows,
    DurationHistogram.Snapshot time) {

  public EvaluationCounts {
    failed = Map.copyOf(failed);
  }

  /** Evaluations that have begun and not ended. */
  public long inProgress() {
    return started - completed - failed.values().stream().mapToLong(Long::longValue).sum();
  }
}
