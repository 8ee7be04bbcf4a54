package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.loss.LossCatalog;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import dev.scorekeeper.server.evaluation.testing.AccumulatorLaw;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every metric and loss keeps the law of accumulators, for every example output that it takes, with
 * its defaults and with the arguments of {@link #MORE}.
 */
final class AccumulatorLawTest {

  /** Cuts for each metric, over all outputs together; at least a thousand. */
  private static final int CUTS = 1_000;

  /** Metrics that need arguments, and arguments that change the arithmetic. */
  private static final List<String> MORE =
      List.of(
          "expression(sum(abs(y - p)) / sum(abs(y)))",
          "expression(sum(y * p) / sum(y), grouping='per_example')",
          "clipped_mse(0, 1)",
          "r2_score(class_aggregation=None)",
          "r2_score(class_aggregation='variance_weighted_average', num_regressors=2)",
          "pearson_correlation(axis=0)",
          "concordance_correlation(axis=0)",
          "error_quantiles([0, 0.5, 1])",
          "dice_loss(axis=-1)",
          "dice_loss(axis=(0, 1))",
          "tversky_loss(alpha=0.3, beta=0.7, aggregation='per_example')",
          "binary_crossentropy(from_logits=True)",
          "sparse_categorical_crossentropy(ignore_class=0)",
          "expression('sum([p > t] * w) / count()')",
          "expression('log(sum(exp(clip(p, -3, 3))))', grouping='per_class')",
          "expression('sum(y * p) - mean(p)', grouping='macro')",
          "expression('sum(pow(y - p, 2)) / (1 + sum(y))', grouping='per_example')",
          "dice(smooth=1, aggregation='per_example')",
          "tversky(alpha=0.3, beta=0.7, threshold=0.4)",
          "soft_iou(aggregation='macro')",
          "soft_fbeta(beta=2)",
          "cost([[0, 1], [5, 0]])",
          "cost([[0, 1, 2, 3], [4, 0, 5, 6], [7, 8, 0, 9], [0.1, 0.2, 0.3, 0]])",
          "precision(thresholds=[0.1, 0.7, 0.3])",
          "recall(top_k=1)",
          "auc(curve='PR', thresholds=[0.3, 0.4])",
          "auc(multi_label=True)",
          "f1_score(average='macro', threshold=0.4)",
          "mean_io_u(num_classes=4, ignore_class=1, dtype='float32')",
          "roc_auc(average='micro')",
          "average_precision(average='weighted')",
          "gain(fraction=0.3, average=None)",
          "ece(strategy='quantile')",
          "precision_score(average='macro')",
          "jaccard_score(average=None, threshold=0.25)",
          "specificity(class_id=1, threshold=0.4)",
          "cohen_kappa(weights='linear')",
          "confusion_matrix(normalize='true')",
          "ndcg(k=2)",
          "top_k_accuracy(k=1, normalize=False)");

  /** Arguments of metrics that cannot do without. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "sensitivity_at_specificity", "0.5",
          "specificity_at_sensitivity", "0.5",
          "precision_at_recall", "0.5",
          "recall_at_precision", "0.5",
          "io_u", "4, [0, 2]",
          "mean_io_u", "4",
          "one_hot_io_u", "4, [1]",
          "one_hot_mean_io_u", "4",
          "fbeta", "2");

  /** Metrics that have no defaults. */
  private static final Set<String> NEED_ARGUMENTS = Set.of("expression", "cost");

  /** Losses with the like. */
  private static final List<String> MORE_LOSSES =
      List.of(
          "mse(reduction='sum')",
          "mse(reduction='mean_with_sample_weight')",
          "bce(label_smoothing=0.1)",
          "dice(axis=-1)",
          "sparse_categorical_crossentropy(from_logits=True, ignore_class=0)");

  private static final MetricCatalog METRICS = BuiltInMetrics.catalog(List.of());

  /** Makes a metric for an output, when it suits. */
  private interface Maker {
    Metric make(MetricContext context) throws SpecException;
  }

  @TestFactory
  Stream<DynamicTest> metrics_anyCutOfTheRows_giveTheSameBits() {
    List<DynamicTest> tests = new ArrayList<>();
    for (MetricFactory factory : METRICS.factories()) {
      if (!NEED_ARGUMENTS.contains(factory.id())) {
        tests.add(test(factory.id() + "(" + NEEDED.getOrDefault(factory.id(), "") + ")"));
      }
    }
    MORE.forEach(text -> tests.add(test(text)));
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> losses_anyCutOfTheRows_giveTheSameBits() {
    List<String> texts = new ArrayList<>(MORE_LOSSES);
    for (MetricFactory factory : LossCatalog.catalog().factories()) {
      if (!factory.id().equals("circle")) {
        texts.add(factory.id() + "()");
      }
    }
    return texts.stream()
        .map(
            text ->
                DynamicTest.dynamicTest(
                    "loss " + text,
                    () ->
                        check(
                            text,
                            context ->
                                LossCatalog.create(
                                    CallText.parse(text), context, LossNormalizer.BY_COUNT))));
  }

  private static DynamicTest test(String text) {
    return DynamicTest.dynamicTest(
        text, () -> check(text, context -> METRICS.create(CallText.parse(text), context)));
  }

  private static void check(String text, Maker maker) {
    List<Runnable> checks = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    int[] cuts = {0};
    for (ExampleOutput output : ExampleOutput.ALL) {
      for (ExampleOutput.Extras extras : ExampleOutput.Extras.values()) {
        metric(maker, output.context(extras), refusals)
            .ifPresent(
                metric ->
                    checks.add(
                        () ->
                            AccumulatorLaw.check(
                                metric, output, extras, text.hashCode(), cuts[0])));
      }
    }
    assertWithMessage("no example output suits %s: %s", text, refusals).that(checks).isNotEmpty();
    cuts[0] = (CUTS + checks.size() - 1) / checks.size();
    checks.forEach(Runnable::run);
    assertThat(cuts[0] * checks.size()).isAtLeast(CUTS);
  }

  private static Optional<Metric> metric(
      Maker maker, MetricContext context, List<String> refusals) {
    try {
      return Optional.of(maker.make(context));
    } catch (SpecException e) {
      refusals.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
