package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.ConfusionSource;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is counted for reports alone, over all rows: a confusion matrix, curves over thresholds, a
 * reliability curve, residuals. Nothing that a metric that was asked for draws already.
 */
final class ReportMetrics {

  /** Classes for which curves can still be looked at. */
  private static final int MOST_CURVES = 20;

  /** Classes for which a matrix can still be looked at. */
  private static final int MOST_CLASSES = 200;

  /** Few enough to be small, enough for a curve. */
  private static final String SCORES = "roc_auc(max_scores=65536)";

  private static final Set<String> DRAW_THRESHOLDS =
      Set.of("roc_auc", "average_precision", "kolmogorov_smirnov", "gain", "lift");

  private static final String CALIBRATION = "calibration_plot()";

  private static final Set<String> DRAW_CALIBRATION =
      Set.of("calibration_plot", "expected_calibration_error");

  private static final String CONFUSION = "confusion_matrix()";

  private final MetricCatalog catalog;

  ReportMetrics(MetricCatalog catalog) {
    this.catalog = catalog;
  }

  List<Metric> of(MetricContext context, List<PlannedMetric> asked) {
    List<Metric> reports = new ArrayList<>();
    LabelEncoding encoding = context.encoding();
    if (encoding == LabelEncoding.REAL) {
      reports.add(new ResidualMetric());
      return reports;
    }
    boolean drawsMatrix =
        asked.stream()
            .flatMap(metric -> metric.metric().stream())
            .anyMatch(metric -> metric.start() instanceof ConfusionSource);
    if (encoding != LabelEncoding.MULTI_LABEL
        && context.classes() <= MOST_CLASSES
        && !drawsMatrix) {
      add(reports, CONFUSION, context);
    }
    if (context.kind() != ScoreKind.CLASS_ID && context.classes() <= MOST_CURVES) {
      if (!asksOne(asked, DRAW_THRESHOLDS)) {
        add(reports, SCORES, context);
      }
      if (!asksOne(asked, DRAW_CALIBRATION)) {
        add(reports, CALIBRATION, context);
      }
    }
    return reports;
  }

  /** Adds what suits the output; a catalog may also lack it. */
  private void add(List<Metric> reports, String text, MetricContext context) {
    try {
      reports.add(catalog.create(CallText.parse(text), context));
    } catch (SpecException unsuitable) {
      // There is nothing of this kind to be drawn of this output.
    }
  }

  private static boolean asksOne(List<PlannedMetric> asked, Set<String> ids) {
    return asked.stream().anyMatch(metric -> ids.contains(metric.identity().id()));
  }
}
