package dev.scorekeeper.cli.report;

import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.OverriddenDifference;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The record that another is compared with, as far as it is known. */
final class Baseline {
  private final Evaluation evaluation;
  private final @Nullable Evaluation record;
  private final Map<MetricKey, MetricValue> values = new HashMap<>();

  /**
   * @param record null where it is not at hand; differences are then those that the evaluation
   *     holds
   */
  Baseline(Evaluation evaluation, @Nullable Evaluation record) {
    this.evaluation = evaluation;
    this.record = record;
    if (record != null && comparable()) {
      record.getValuesList().forEach(value -> values.put(value.getKey(), value));
    }
  }

  /** Whether there is one and it can be compared with. */
  boolean comparable() {
    return evaluation.getNotComparable().isEmpty() && !id().isEmpty();
  }

  /** Fields that differ, and were not to keep it from being compared with; empty for none. */
  String despite() {
    return evaluation.getOverriddenList().stream()
        .map(OverriddenDifference::getField)
        .collect(Collectors.joining(", "));
  }

  String id() {
    if (!evaluation.getBaselineId().isEmpty()) {
      return evaluation.getBaselineId();
    }
    return record == null ? "" : record.getId();
  }

  /** The record, when it is at hand and can be compared with. */
  @Nullable Evaluation record() {
    return comparable() ? record : null;
  }

  /** The baseline's value of the same key, when there is one. */
  @Nullable MetricValue of(MetricValue value) {
    return values.get(value.getKey());
  }

  /** Value less the baseline's; NaN when it is not known. */
  double difference(MetricValue value) {
    if (!comparable()) {
      return Double.NaN;
    }
    if (value.hasBaselineDifference()) {
      return value.getBaselineDifference();
    }
    MetricValue other = of(value);
    return other == null || !Values.defined(value) || !Values.defined(other)
        ? Double.NaN
        : value.getValue() - other.getValue();
  }
}
