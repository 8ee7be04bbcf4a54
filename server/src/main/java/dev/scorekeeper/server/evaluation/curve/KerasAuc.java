package dev.scorekeeper.server.evaluation.curve;

import static dev.scorekeeper.server.evaluation.Parameter.Type.BOOLEAN;
import static dev.scorekeeper.server.evaluation.Parameter.Type.INTEGER;
import static dev.scorekeeper.server.evaluation.Parameter.Type.NUMBERS;
import static dev.scorekeeper.server.evaluation.Parameter.Type.TEXT;

import dev.scorekeeper.server.evaluation.ArgumentChecks;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricDefinition;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keras' {@code AUC}: the area under a curve of a few hundred points, by Keras 3.15.1's {@code
 * confusion_metrics.py}; buckets of scores in float32, the area in double.
 *
 * <p>Scores that lie in one bucket are not told apart: for the exact area ask for {@code roc_auc}
 * or {@code average_precision}. Empty, or a class that is missing where the curve needs it: not
 * defined, where Keras gives 0. With {@code multi_label}, a label of which a class is missing gives
 * 0 to the average, as in Keras, unless there is no other. NaN exceeds no threshold.
 */
final class KerasAuc {

  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.of("num_thresholds", INTEGER, 200L),
          Parameter.of("curve", TEXT, "ROC"),
          Parameter.of("summation_method", TEXT, "interpolation"),
          Parameter.of("thresholds", NUMBERS, null),
          Parameter.of("multi_label", BOOLEAN, false),
          Parameter.of("num_labels", INTEGER, null),
          Parameter.of("label_weights", NUMBERS, null),
          Parameter.of("from_logits", BOOLEAN, false));

  private final String curve;
  private final String summation;
  private final double @Nullable [] labelWeights;

  private KerasAuc(String curve, String summation, double @Nullable [] labelWeights) {
    this.curve = curve;
    this.summation = summation;
    this.labelWeights = labelWeights;
  }

  static MetricFactory factory() {
    return new MetricDefinition("auc", List.of("AUC"), "1", PARAMETERS, KerasAuc::create);
  }

  private static Metric create(MetricContext context, Arguments arguments) throws SpecException {
    String curve = upper(arguments, "curve", "ROC", "PR", "PRGAIN");
    String summation =
        upper(arguments, "summation_method", "INTERPOLATION", "MINORING", "MAJORING");
    ThresholdSource source = ThresholdSource.of(grid(arguments), context);
    boolean multiLabel = arguments.flag("multi_label");
    if (arguments.has("num_labels") && !multiLabel) {
      throw ArgumentChecks.bad("num_labels is needed only when multi_label is True")
          .with("parameter", "num_labels");
    }
    if (multiLabel
        && arguments.has("num_labels")
        && arguments.integer("num_labels") != context.classes()) {
      throw ArgumentChecks.bad(
          "num_labels",
          "num_labels must be " + context.classes() + ", the labels of " + context.output(),
          Integer.toString(context.classes()),
          arguments.integer("num_labels"));
    }
    if (arguments.flag("from_logits")) {
      source = source.ofLogits();
    }
    double[] labelWeights = labelWeights(context, arguments);
    if (multiLabel) {
      source = source.byLabel();
    } else if (labelWeights != null) {
      source = source.weighing(labelWeights);
    }
    KerasAuc auc = new KerasAuc(curve, summation, multiLabel ? labelWeights : null);
    return CurveMetrics.metric(
        "auc", context, arguments, "", Direction.HIGHER, source, auc::result);
  }

  private static ThresholdGrid grid(Arguments arguments) throws SpecException {
    return arguments.has("thresholds")
        ? ThresholdGrid.ofAuc(ThresholdMetrics.thresholds(arguments))
        : ThresholdGrid.ofAuc(ArgumentChecks.integer(arguments, "num_thresholds", 2, 1_000_000));
  }

  private static double @Nullable [] labelWeights(MetricContext context, Arguments arguments)
      throws SpecException {
    if (!arguments.has("label_weights")) {
      return null;
    }
    double[] weights = arguments.numbers("label_weights");
    if (weights.length != context.classes()) {
      throw ArgumentChecks.bad(
          "label_weights",
          "label_weights must be " + context.classes() + " numbers, not " + weights.length,
          Integer.toString(context.classes()),
          weights.length);
    }
    for (double weight : weights) {
      if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
        throw ArgumentChecks.bad(
            "label_weights",
            "label_weights must not be negative, and finite",
            "not negative, and finite",
            weight);
      }
    }
    return weights;
  }

  private static String upper(Arguments arguments, String name, String... choices)
      throws SpecException {
    ArgumentChecks.require(arguments, name);
    String value = arguments.text(name).toUpperCase(Locale.ROOT);
    if (!List.of(choices).contains(value)) {
      String all = String.join(", ", choices);
      String got = arguments.text(name);
      throw ArgumentChecks.bad(name, name + " must be one of " + all + ", not " + got, all, got);
    }
    return value;
  }

  private MetricResult result(ThresholdHistogram histogram) {
    int labels = histogram.source().labels();
    double sum = 0;
    double weights = 0;
    Undefined reason = Undefined.NOT;
    boolean any = false;
    for (int label = 0; label < labels; label++) {
      ThresholdCounts counts = histogram.counts(label);
      double weight = labelWeights == null ? 1 : labelWeights[label];
      Undefined missing = missing(counts);
      if (missing == Undefined.NOT) {
        sum += weight * area(counts);
        any = true;
      } else {
        reason = missing;
      }
      weights += weight;
    }
    return MetricResult.of(any ? Value.ratio(sum, weights) : Value.undefined(reason));
  }

  private Undefined missing(ThresholdCounts counts) {
    boolean negativesNeeded = curve.equals("ROC");
    if (counts.positives() + counts.negatives() == 0) {
      return Undefined.EMPTY;
    }
    return counts.positives() == 0 || (negativesNeeded && counts.negatives() == 0)
        ? Undefined.ONE_CLASS
        : Undefined.NOT;
  }

  private double area(ThresholdCounts counts) {
    return switch (curve) {
      case "ROC" -> area(counts, ThresholdCounts::falsePositiveRate, ThresholdCounts::recall);
      case "PR" ->
          summation.equals("INTERPOLATION")
              ? interpolatedPrecision(counts)
              : area(counts, ThresholdCounts::recall, ThresholdCounts::precision);
      default -> area(counts, KerasAuc::recallGain, KerasAuc::precisionGain);
    };
  }

  /** A coordinate of the curve at a threshold. */
  private interface Coordinate {
    double at(ThresholdCounts counts, int threshold);
  }

  private double area(ThresholdCounts counts, Coordinate x, Coordinate y) {
    double area = 0;
    for (int i = 0; i + 1 < counts.size(); i++) {
      double left = y.at(counts, i);
      double right = y.at(counts, i + 1);
      double height =
          switch (summation) {
            case "INTERPOLATION" -> (left + right) / 2;
            case "MINORING" -> Math.min(left, right);
            default -> Math.max(left, right);
          };
      area += (x.at(counts, i) - x.at(counts, i + 1)) * height;
    }
    return area;
  }

  /**
   * Between two thresholds true positives are taken to be linear in predicted positives. J. Davis
   * and M. Goadrich, The Relationship Between Precision-Recall and ROC Curves, 2006.
   */
  private static double interpolatedPrecision(ThresholdCounts counts) {
    double area = 0;
    for (int i = 0; i + 1 < counts.size(); i++) {
      double gained = counts.truePositives()[i] - counts.truePositives()[i + 1];
      double predicted = counts.truePositives()[i] + counts.falsePositives()[i];
      double next = counts.truePositives()[i + 1] + counts.falsePositives()[i + 1];
      double slope = ThresholdCounts.ratio(gained, Math.max(predicted - next, 0));
      double intercept = counts.truePositives()[i + 1] - slope * next;
      double ratio = predicted > 0 && next > 0 ? predicted / next : 1;
      area += slope * (gained + intercept * Math.log(ratio)) / counts.positives();
    }
    return area;
  }

  /** P. Flach and M. Kull, Precision-Recall-Gain Curves, 2015; not below 0, and 0 without hits. */
  private static double recallGain(ThresholdCounts counts, int i) {
    double hits = counts.truePositives()[i];
    return hits == 0 ? 0 : Math.max(1 - scale(counts) * counts.falseNegatives()[i] / hits, 0);
  }

  /** The same source; 1 without hits. */
  private static double precisionGain(ThresholdCounts counts, int i) {
    double hits = counts.truePositives()[i];
    return hits == 0 ? 1 : 1 - scale(counts) * counts.falsePositives()[i] / hits;
  }

  private static double scale(ThresholdCounts counts) {
    return ThresholdCounts.ratio(counts.positives(), counts.negatives());
  }
}
