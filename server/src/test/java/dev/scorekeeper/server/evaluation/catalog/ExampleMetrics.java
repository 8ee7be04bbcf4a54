package dev.scorekeeper.server.evaluation.catalog;

import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Built-in metrics of the example outputs that they suit. */
final class ExampleMetrics {

  static final MetricCatalog CATALOG = BuiltInMetrics.catalog(List.of());

  /** Arguments of metrics that cannot do without. */
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          Map.entry("sensitivity_at_specificity", "0.5"),
          Map.entry("specificity_at_sensitivity", "0.5"),
          Map.entry("precision_at_recall", "0.5"),
          Map.entry("recall_at_precision", "0.5"),
          Map.entry("io_u", "4, [0, 2]"),
          Map.entry("mean_io_u", "4"),
          Map.entry("one_hot_io_u", "4, [1]"),
          Map.entry("one_hot_mean_io_u", "4"),
          Map.entry("fbeta", "2"),
          Map.entry("expression", "'sum(p)'"),
          Map.entry("cost", "[[0, 1], [5, 0]]"));

  private ExampleMetrics() {}

  /** A call that makes a metric of the factory. */
  static String call(MetricFactory factory) {
    return factory.id() + "(" + NEEDED.getOrDefault(factory.id(), "") + ")";
  }

  /** The metric of each example output that it suits. */
  static List<Metric> of(String call) {
    List<Metric> metrics = new ArrayList<>();
    for (ExampleOutput output : ExampleOutput.ALL) {
      try {
        metrics.add(
            CATALOG.create(CallText.parse(call), output.context(ExampleOutput.Extras.NOTHING)));
      } catch (SpecException e) {
        // Another output suits it.
      }
    }
    return metrics;
  }
}
