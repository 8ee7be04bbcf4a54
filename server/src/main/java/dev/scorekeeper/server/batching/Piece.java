package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.stats.ModelStats;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some rows of a request that go into one batch: all of them, unless it is split.
 *
 * <p>Owned by its batch until that is run, then by the delivery; each hands it on with a
 * happens-before edge, so its fields need no guard.
 */
final class Piece {

  private static final Logger log = LoggerFactory.getLogger(Piece.class);

  private final ScoreTask task;
  private final ModelStats stats;
  private final Split.@Nullable Part part;
  private final @Nullable Cropping cropping;
  private final int count;
  private final long arrivalNanos;

  private int row;
  private long startNanos;
  private @Nullable Outcome end;

  /**
   * @param cropping null when nothing was padded
   * @param part null when the request is all in this piece
   */
  Piece(
      ScoreTask task,
      ModelStats stats,
      int count,
      long arrivalNanos,
      @Nullable Cropping cropping,
      Split.@Nullable Part part) {
    this.task = task;
    this.stats = stats;
    this.count = count;
    this.arrivalNanos = arrivalNanos;
    this.cropping = cropping;
    this.part = part;
  }

  /** First of its rows in the request. */
  int offset() {
    return part == null ? 0 : part.offset();
  }

  int count() {
    return count;
  }

  Executor executor() {
    return task.executor();
  }

  /** Its first row in the batch. */
  int row() {
    return row;
  }

  void moveTo(int newRow) {
    row = newRow;
  }

  /** Why it must not be run any more; null when it may. */
  @Nullable Outcome obstacle(long nowNanos) {
    if (task.isCancelled()) {
      return cancelled();
    }
    long deadline = task.deadlineNanos();
    if (deadline != Long.MAX_VALUE && deadline - nowNanos <= 0) {
      return expired();
    }
    return part == null ? null : part.whole().problem();
  }

  static Outcome cancelled() {
    return new Outcome.Refused(
        Problem.of(Reason.CANCELLED, "The caller went away before the request was run."));
  }

  static Outcome expired() {
    return new Outcome.Refused(
        Problem.of(
            Reason.DEADLINE_EXPIRED, "The deadline passed before the request could be run."));
  }

  /** Notes when its run begins. */
  void starts(long nowNanos) {
    startNanos = nowNanos;
  }

  /** Notes its end, to be told by {@link #complete}. */
  void scored(ScoredRows result) {
    end = new Outcome.Scored(result);
  }

  /** Notes its end, to be told by {@link #complete}. */
  void ended(Outcome outcome) {
    end = outcome;
  }

  /** Tells the request its end. Called once, on the task's executor. */
  void complete() {
    Outcome outcome = joined();
    if (outcome == null) {
      return;
    }
    count(outcome);
    try {
      task.complete(outcome);
    } catch (RuntimeException e) {
      log.error("A completion threw; this is a defect of the server", e);
    }
  }

  private @Nullable Outcome joined() {
    try {
      return outcome();
    } catch (RuntimeException e) {
      log.error("Outputs could not be split; this is a defect of the server", e);
      Outcome failed =
          new Outcome.Failed(
              Problem.of(Reason.INTERNAL_ERROR, "The outputs could not be split: " + e));
      return part == null ? failed : part.whole().failed(failed);
    }
  }

  private @Nullable Outcome outcome() {
    if (end == null) {
      throw new IllegalStateException("piece completed before it ended");
    }
    if (!(end instanceof Outcome.Scored scored)) {
      return part == null ? end : part.whole().failed(end);
    }
    if (part == null) {
      return cropping == null ? end : new Outcome.Scored(cropping.crop(scored.rows()));
    }
    ScoredRows own = cropping == null ? scored.rows() : cropping.crop(scored.rows());
    return part.whole().scored(own, part.offset(), count, startNanos - arrivalNanos);
  }

  private void count(Outcome outcome) {
    if (outcome instanceof Outcome.Scored) {
      long waited = part == null ? startNanos - arrivalNanos : part.whole().queueNanos();
      stats.succeeded(part == null ? count : part.whole().rowCount(), waited);
    } else if (outcome instanceof Outcome.Refused refused) {
      stats.failed(refused.problem().reason());
    } else if (outcome instanceof Outcome.Failed failed) {
      stats.failed(failed.problem().reason());
    }
  }
}
