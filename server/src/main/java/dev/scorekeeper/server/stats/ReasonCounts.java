package dev.scorekeeper.server.stats;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.scoring.Reason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** A counter for each {@link Reason}. Thread-safe: the map itself never changes. */
final class ReasonCounts {

  private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

  ReasonCounts() {
    for (Reason reason : Reason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  void increment(Reason reason) {
    requireNonNull(counts.get(reason)).increment();
  }

  /** Counts from zero again. */
  void startOver() {
    counts.values().forEach(LongAdder::reset);
  }

  /** The counts that are not zero. */
  Map<Reason, Long> snapshot() {
    Map<Reason, Long> result = new EnumMap<>(Reason.class);
    counts.forEach(
        (reason, counter) -> {
          long count = counter.sum();
          if (count != 0) {
            result.put(reason, count);
          }
        });
    return Collections.unmodifiableMap(result);
  }
}
