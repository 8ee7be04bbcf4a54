package dev.scorekeeper.server.evaluation.classification;

import static dev.scorekeeper.server.evaluation.Parameter.Type.BOOLEAN;
import static dev.scorekeeper.server.evaluation.Parameter.Type.INTEGER;
import static dev.scorekeeper.server.evaluation.Parameter.Type.INTEGERS;
import static dev.scorekeeper.server.evaluation.Parameter.Type.NUMBER;
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
import dev.scorekeeper.server.evaluation.StateMetric;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keras' metrics of intersection over union, by Keras 3.15.1's {@code iou_metrics.py}: the mean
 * over the classes asked for that occur, of what is both over what is either, with 1e-7 added to
 * every divisor.
 *
 * <p>As in Keras, weights lose what is behind their point unless {@code dtype} is a type of real
 * numbers, and ids out of range do not count. When no class occurs: not defined, where Keras gives
 * 0.
 */
final class IntersectionMetrics {

  private static final double EPSILON = 1e-7;
  private static final double NOTHING = 1e-9;
  private static final int MOST_CLASSES = 1 << 16;

  private static final Parameter CLASSES = Parameter.of("num_classes", INTEGER, null);
  private static final Parameter TARGETS = Parameter.of("target_class_ids", INTEGERS, null);
  private static final Parameter DTYPE = Parameter.of("dtype", TEXT, null);
  private static final Parameter IGNORE = Parameter.of("ignore_class", INTEGER, null);
  private static final Parameter AXIS = Parameter.of("axis", INTEGER, -1L);

  private IntersectionMetrics() {}

  static List<MetricFactory> factories() {
    Parameter sparseTrue = Parameter.of("sparse_y_true", BOOLEAN, true);
    Parameter sparse = Parameter.of("sparse_y_pred", BOOLEAN, true);
    Parameter dense = Parameter.of("sparse_y_pred", BOOLEAN, false);
    return List.of(
        definition(
            "io_u", List.of("iou"), CLASSES, TARGETS, DTYPE, IGNORE, sparseTrue, sparse, AXIS),
        definition(
            "mean_io_u", List.of("mean_iou"), CLASSES, DTYPE, IGNORE, sparseTrue, sparse, AXIS),
        definition(
            "one_hot_io_u", List.of("one_hot_iou"), CLASSES, TARGETS, DTYPE, IGNORE, dense, AXIS),
        definition(
            "one_hot_mean_io_u", List.of("one_hot_mean_iou"), CLASSES, DTYPE, IGNORE, dense, AXIS),
        new MetricDefinition(
            "binary_io_u",
            List.of("binary_iou"),
            "1",
            List.of(
                Parameter.of("target_class_ids", INTEGERS, List.of(0L, 1L)),
                Parameter.of("threshold", NUMBER, 0.5),
                DTYPE),
            IntersectionMetrics::binary));
  }

  private static MetricFactory definition(
      String id, List<String> aliases, Parameter... parameters) {
    return new MetricDefinition(
        id,
        aliases,
        "1",
        List.of(parameters),
        (context, arguments) -> create(id, context, arguments));
  }

  private static Metric binary(MetricContext context, Arguments arguments) throws SpecException {
    float threshold =
        (float) ArgumentChecks.number(arguments, "threshold", -Float.MAX_VALUE, Float.MAX_VALUE);
    OutputForm.requireLabels(context, 1);
    IntersectionState.Rule rule =
        new IntersectionState.Rule(2, -1, true, true, threshold, wholeWeights(arguments));
    return metric("binary_io_u", context, arguments, rule, targets(arguments, 2));
  }

  private static Metric create(String id, MetricContext context, Arguments arguments)
      throws SpecException {
    int classes = ArgumentChecks.integer(arguments, "num_classes", 1, MOST_CLASSES);
    int axis = arguments.integer("axis");
    if (axis != -1 && axis != context.predictionShape().size()) {
      throw ArgumentChecks.bad("axis", "axis must be -1, the last one, not " + axis, "-1", axis);
    }
    long ignored = -1;
    if (arguments.has("ignore_class") && arguments.number("ignore_class") >= 0) {
      ignored = (long) arguments.number("ignore_class");
    }
    boolean sparseLabels = arguments.has("sparse_y_true") && arguments.flag("sparse_y_true");
    boolean sparsePredictions = arguments.flag("sparse_y_pred");
    if (sparseLabels) {
      OutputForm.requireLabels(context, sparsePredictions ? 1 : Math.max(context.classes(), 1));
    } else if (!sparsePredictions) {
      OutputForm.requireLabels(context, 1);
    }
    IntersectionState.Rule rule =
        new IntersectionState.Rule(
            classes, ignored, sparseLabels, sparsePredictions, Float.NaN, wholeWeights(arguments));
    boolean mean = id.contains("mean");
    int[] targets = mean ? IntStream.range(0, classes).toArray() : targets(arguments, classes);
    return metric(id, context, arguments, rule, targets);
  }

  private static Metric metric(
      String id,
      MetricContext context,
      Arguments arguments,
      IntersectionState.Rule rule,
      int[] targets) {
    return new StateMetric<>(
        ClassificationMetrics.identity(id, context, arguments, "", Direction.HIGHER),
        "intersection " + rule + " weighted=" + context.weighted(),
        IntersectionState.class,
        () -> new IntersectionState(rule, context.weighted()),
        state -> read(state, targets));
  }

  private static MetricResult read(IntersectionState state, int[] targets) {
    double[] both = state.both();
    double[] either = state.either();
    double sum = 0;
    int count = 0;
    for (int target : targets) {
      if (either[target] > NOTHING) {
        sum += both[target] / (either[target] + EPSILON);
        count++;
      }
    }
    return MetricResult.of(
        count == 0 ? Value.undefined(Undefined.EMPTY) : Value.of(sum / (count + EPSILON)));
  }

  private static int[] targets(Arguments arguments, int classes) throws SpecException {
    ArgumentChecks.require(arguments, "target_class_ids");
    double[] ids = arguments.numbers("target_class_ids");
    int[] targets = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      if (!(ids[i] >= 0 && ids[i] < classes)) {
        String range = "[0, " + (classes - 1) + "]";
        throw ArgumentChecks.bad(
            "target_class_ids",
            "target_class_ids must be in " + range + ", not " + (long) ids[i],
            range,
            (long) ids[i]);
      }
      targets[i] = (int) ids[i];
    }
    return targets;
  }

  private static boolean wholeWeights(Arguments arguments) {
    return !arguments.has("dtype") || !arguments.text("dtype").contains("float");
  }
}
