package dev.scorekeeper.server.evaluation;

import java.util.List;

/**
 * What a metric gives: one value, or one for each class, threshold or output element.
 *
 * @param values in the order of the classes, thresholds or elements
 * @param labels what each value is about, such as {@code class 3} or {@code threshold 0.5}; empty
 *     for a single value
 */
public record MetricResult(List<Value> values, List<String> labels) {

  public MetricResult {
    values = List.copyOf(values);
    labels = List.copyOf(labels);
    if (!labels.isEmpty() && labels.size() != values.size()) {
      throw new IllegalArgumentException("as many labels as values, or none");
    }
  }

  public static MetricResult of(Value value) {
    return new MetricResult(List.of(value), List.of());
  }

  public static MetricResult of(double value) {
    return of(Value.of(value));
  }
}
