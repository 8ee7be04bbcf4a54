package dev.scorekeeper.server.stats;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened in the server since it started, or started over. Thread-safe; recording never
 * blocks.
 */
public final class ServerStats {

  private static final Comparator<ModelCounts> BY_NAME_AND_VERSION =
      Comparator.<ModelCounts, String>comparing(counts -> counts.id().name())
          .thenComparingLong(counts -> counts.id().version());

  private final Clock clock;
  private final Instant startTime;
  private final ConcurrentMap<ModelId, ModelStats> models = new ConcurrentHashMap<>();
  private final ReasonCounts refused = new ReasonCounts();
  private final EvaluationStats evaluations = new EvaluationStats();
  private final AtomicLong inFlightRows = new AtomicLong();
  private final AtomicLong inFlightBytes = new AtomicLong();
  private final LongAdder inFlightRequests = new LongAdder();

  /** Statistics that start now. */
  public ServerStats() {
    this(Clock.systemUTC());
  }

  /** Statistics that start now by this clock. */
  public ServerStats(Clock clock) {
    this.clock = requireNonNull(clock, "clock is null");
    this.startTime = clock.instant();
  }

  public Instant startTime() {
    return startTime;
  }

  /** The numbers of a model version, new ones if it has none yet. */
  public ModelStats model(ModelId id) {
    return models.computeIfAbsent(id, ModelStats::new);
  }

  /** Drops the numbers of a version that is gone; nothing happens when there are none. */
  public void forget(ModelId id) {
    models.remove(id);
  }

  /** The numbers of evaluations. */
  public EvaluationStats evaluations() {
    return evaluations;
  }

  /**
   * Counts requests from zero again, except those in flight. What happens meanwhile may be counted
   * or not.
   */
  public void startOver() {
    models.values().forEach(ModelStats::startOver);
    refused.startOver();
  }

  /** Counts a request that was refused before it reached a model. */
  public void refused(Reason reason) {
    refused.increment(reason);
  }

  /** Counts a request as in flight; its rows and bytes are counted apart. */
  public void entered() {
    inFlightRequests.increment();
  }

  /** Counts a request, entered before, as no longer in flight. */
  public void left() {
    inFlightRequests.decrement();
  }

  /** Rows of the requests in flight; kept by whoever admits them, who also bounds it. */
  public AtomicLong inFlightRows() {
    return inFlightRows;
  }

  /** Payload bytes of the requests in flight; kept by whoever admits them, who also bounds it. */
  public AtomicLong inFlightBytes() {
    return inFlightBytes;
  }

  /** The numbers so far. */
  public ServerCounts snapshot() {
    List<ModelCounts> counts =
        models.values().stream().map(ModelStats::snapshot).sorted(BY_NAME_AND_VERSION).toList();
    return new ServerCounts(
        startTime,
        clock.instant(),
        counts,
        refused.snapshot(),
        inFlightRows.get(),
        inFlightBytes.get(),
        inFlightRequests.sum(),
        evaluations.snapshot());
  }
}
