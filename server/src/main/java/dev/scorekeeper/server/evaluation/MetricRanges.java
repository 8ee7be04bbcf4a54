package dev.scorekeeper.server.evaluation;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The ranges of the built-in metrics, by id. An id that is not here can be any number.
 *
 * <p>They hold for predictions and labels of the kind that a metric is for: probabilities, labels
 * of 0 and 1, weights that are not negative.
 */
final class MetricRanges {

  private static final Map<String, ValueRange> RANGES = new HashMap<>();

  /**
   * Arguments, as the canonical text has them but in lower case, with which an id is any number.
   */
  private static final Map<String, String> LIFTED =
      Map.of(
          "top_k_accuracy", "normalize=false",
          "balanced_accuracy", "adjusted=true",
          "auc", "curve='prgain'");

  static {
    put(
        ValueRange.NOT_NEGATIVE,
        "mean_squared_error",
        "mean_absolute_error",
        "mean_absolute_percentage_error",
        "mean_squared_logarithmic_error",
        "huber",
        "log_cosh",
        "logcosh",
        "hinge",
        "squared_hinge",
        "categorical_hinge",
        "binary_crossentropy",
        "binary_focal_crossentropy",
        "categorical_crossentropy",
        "categorical_focal_crossentropy",
        "sparse_categorical_crossentropy",
        "ctc",
        "categorical_generalized_cross_entropy",
        "log_loss",
        "root_mean_squared_error",
        "root_mean_squared_logarithmic_error",
        "weighted_absolute_percentage_error",
        "clipped_mean_squared_error",
        "mean_pinball_loss",
        "max_error",
        "median_absolute_error",
        "absolute_error_quantiles",
        "confusion_matrix",
        "support",
        "positive_likelihood_ratio",
        "negative_likelihood_ratio",
        "diagnostic_odds_ratio",
        "true_positives",
        "false_positives",
        "true_negatives",
        "false_negatives",
        "lift");
    put(
        ValueRange.SHARE,
        "dice",
        "tversky",
        "dice_loss",
        "tversky_loss",
        "soft_iou",
        "soft_fbeta",
        "squared_pearson_correlation",
        "accuracy",
        "binary_accuracy",
        "categorical_accuracy",
        "sparse_categorical_accuracy",
        "top_k_categorical_accuracy",
        "sparse_top_k_categorical_accuracy",
        "f1_score",
        "fbeta_score",
        "io_u",
        "mean_io_u",
        "one_hot_io_u",
        "one_hot_mean_io_u",
        "binary_io_u",
        "accuracy_score",
        "zero_one_loss",
        "hamming_loss",
        "balanced_accuracy",
        "precision_score",
        "recall_score",
        "f1",
        "jaccard_score",
        "fbeta",
        "sensitivity",
        "specificity",
        "fall_out",
        "miss_rate",
        "positive_predictive_value",
        "negative_predictive_value",
        "false_discovery_rate",
        "false_omission_rate",
        "prevalence",
        "predicted_positive_rate",
        "prevalence_threshold",
        "threat_score",
        "fowlkes_mallows_index",
        "ndcg",
        "mean_reciprocal_rank",
        "mean_average_precision",
        "top_k_accuracy",
        "precision",
        "recall",
        "sensitivity_at_specificity",
        "specificity_at_sensitivity",
        "precision_at_recall",
        "recall_at_precision",
        "auc",
        "roc_auc",
        "average_precision",
        "kolmogorov_smirnov",
        "gain",
        "expected_calibration_error");
    put(
        ValueRange.CORRELATION,
        "cosine_similarity",
        "pearson_correlation",
        "concordance_correlation",
        "pearson_r",
        "concordance",
        "spearman_correlation",
        "matthews_corrcoef",
        "cohen_kappa",
        "informedness",
        "markedness",
        "tjur");
    put(ValueRange.AT_MOST_ONE, "r2_score", "explained_variance");
    put(new ValueRange(0, 2), "brier_score");
    put(new ValueRange(0, 200), "symmetric_mean_absolute_percentage_error");
  }

  private MetricRanges() {}

  private static void put(ValueRange range, String... ids) {
    for (String id : ids) {
      RANGES.put(id, range);
    }
  }

  /** The range of a metric with these arguments. */
  static ValueRange of(MetricIdentity identity) {
    String lifting = LIFTED.get(identity.id());
    if (lifting != null && identity.canonical().toLowerCase(Locale.ROOT).contains(lifting)) {
      return ValueRange.ANY;
    }
    return RANGES.getOrDefault(identity.id(), ValueRange.ANY);
  }
}
