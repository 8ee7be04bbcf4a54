package dev.scorekeeper.server.records;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.v1.DatasetIdentity;
import dev.scorekeeper.v1.EvaluationOrBuilder;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;

/**
 * What "best" means: passed or not gated, any version of this model, on exactly this data set, by
 * this metric over all rows; on a similar data set where that is asked for.
 *
 * @param model name of the model
 * @param dataset name, version and digest must be equal; the row count is not looked at
 * @param anyDatasetVersion whether the version of the data set may be another
 * @param anyDatasetDigest whether the digest of the data set may be another
 * @param metric the key must be equal in every field
 * @param higherIsBetter which end of the metric is the better one
 */
public record BestQuery(
    String model,
    DatasetIdentity dataset,
    boolean anyDatasetVersion,
    boolean anyDatasetDigest,
    MetricKey metric,
    boolean higherIsBetter) {

  public BestQuery {
    requireNonNull(model, "model is null");
    requireNonNull(dataset, "dataset is null");
    requireNonNull(metric, "metric is null");
  }

  /**
   * The query for the best baseline of a draft.
   *
   * @param metric one of the draft's values over all rows, with a better end: that of the first
   *     gate, or else the first one that is no loss, or else the first one
   */
  public static BestQuery of(EvaluationOrBuilder draft, MetricValue metric) {
    if (!metric.hasHigherIsBetter()) {
      throw new IllegalArgumentException("metric has no better end: " + metric.getName());
    }
    return new BestQuery(
        draft.getModel().getName(),
        draft.getDataset(),
        false,
        false,
        metric.getKey(),
        metric.getHigherIsBetter());
  }

  /** The same, on data sets of this name whose version or digest may be another. */
  public BestQuery widened(boolean anyVersion, boolean anyDigest) {
    return new BestQuery(model, dataset, anyVersion, anyDigest, metric, higherIsBetter);
  }
}
