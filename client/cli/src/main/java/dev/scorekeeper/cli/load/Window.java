package dev.scorekeeper.cli.load;

import io.grpc.Status;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What is counted of one window while it lasts and after it. Safe for several threads. */
final class Window {
  /** Longer times are counted as this: an hour. */
  static final long LONGEST_NANOS = 3_600_000_000_000L;

  private static final int DIGITS = 3;

  private final LongAdder offered = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder good = new LongAdder();
  private final AtomicLongArray ends = new AtomicLongArray(Status.Code.values().length);
  private final Histogram latency = histogram();
  private final Histogram failedLatency = histogram();
  private final Histogram service = histogram();
  private final Histogram lag = histogram();

  private static Histogram histogram() {
    return new ConcurrentHistogram(1, LONGEST_NANOS, DIGITS);
  }

  /** One request is intended for this window. */
  void offer() {
    offered.increment();
  }

  /** A request intended for this window ended. */
  void end(Status.Code code, long latencyNanos, long serviceNanos, long lagNanos) {
    ends.incrementAndGet(code.value());
    lag.recordValue(held(lagNanos));
    if (lagNanos > Verdicts.LATE_NANOS) {
      late.increment();
    }
    if (code == Status.Code.OK) {
      latency.recordValue(held(latencyNanos));
      service.recordValue(held(serviceNanos));
    } else {
      failedLatency.recordValue(held(latencyNanos));
    }
  }

  /** An answer came within this window, whenever it was asked for. */
  void answer(boolean isGood) {
    answered.increment();
    if (isGood) {
      good.increment();
    }
  }

  private static long held(long nanos) {
    return Math.max(0, Math.min(LONGEST_NANOS, nanos));
  }

  /** The counts; to be called when no more come. */
  WindowResult result(long nanos) {
    Map<String, Long> statuses = new TreeMap<>();
    for (Status.Code code : Status.Code.values()) {
      long count = ends.get(code.value());
      if (count > 0) {
        statuses.put(code.name(), count);
      }
    }
    return new WindowResult(
        nanos,
        offered.sum(),
        late.sum(),
        answered.sum(),
        good.sum(),
        statuses,
        latency,
        failedLatency,
        service,
        lag);
  }
}
