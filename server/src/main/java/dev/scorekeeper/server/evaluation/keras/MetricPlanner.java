package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.loss.BatchFunction;
import dev.scorekeeper.server.evaluation.loss.LossFunctions;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.MetricCall;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import dev.scorekeeper.server.evaluation.spec.ShapeNames;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds out how Keras would compute a metric.
 *
 * <ul>
 *   <li>{@code losses.X(...)}, and classes that only losses have (Dice, Huber...): a {@code Loss}
 *       object, one number for each batch
 *   <li>means of functions ({@code MeanMetricWrapper}): means of what they return for each batch
 *   <li>correlations along the axis of rows: one number for each batch, too
 *   <li>everything else: sums over all rows. Those that Keras has (AUC, Precision, IoU, F1, R²,
 *       RMSE...) do not look at the mask; what Keras does not have does
 *   <li>{@code accuracy} by the shapes of the first batch, as {@code get_metric} of Keras
 * </ul>
 */
final class MetricPlanner {

  private static final String LOSSES = "losses.";

  /** Of metrics with state that Keras has, those that ignore {@code _keras_mask}. */
  private static final Set<String> WITHOUT_MASK =
      Set.of(
          "root_mean_squared_error",
          "r2_score",
          "auc",
          "precision",
          "recall",
          "true_positives",
          "false_positives",
          "true_negatives",
          "false_negatives",
          "sensitivity_at_specificity",
          "specificity_at_sensitivity",
          "precision_at_recall",
          "recall_at_precision",
          "f1_score",
          "fbeta_score",
          "io_u",
          "binary_io_u",
          "mean_io_u",
          "one_hot_io_u",
          "one_hot_mean_io_u");

  private static final Set<String> CORRELATIONS =
      Set.of("pearson_correlation", "concordance_correlation");

  /** One number for each batch, as class and as function. */
  private static final Set<String> OF_BATCHES = Set.of("dice", "tversky", "circle");

  /** Classes of losses that there is no class of metrics for. */
  private static final Set<String> ONLY_LOSSES =
      Set.of(
          "BinaryFocalCrossentropy",
          "CategoricalFocalCrossentropy",
          "CategoricalGeneralizedCrossEntropy",
          "CTC",
          "Huber",
          "LogCosh");

  /** Arguments that only the metrics over a data set have, not Keras' losses of the same name. */
  private static final Set<String> NOT_OF_LOSSES = Set.of("aggregation", "smooth", "threshold");

  private final MetricCatalog metrics;

  MetricPlanner(MetricCatalog metrics) {
    this.metrics = metrics;
  }

  /** Plans a metric. */
  MetricPlan plan(CallText call, MetricContext context) throws SpecException {
    String name = withoutModule(call.name());
    CallText simple = new CallText(call.output(), name, call.bare(), call.arguments());
    if (isLoss(simple)) {
      return ofLoss(simple, context);
    }
    if (ShapeNames.isCrossentropy(name)) {
      throw new SpecException(
              SpecException.Kind.UNKNOWN_NAME,
              "Keras 3 has no metric "
                  + name
                  + "; say binary_crossentropy, categorical_crossentropy or"
                  + " sparse_categorical_crossentropy")
          .with("got", name)
          .with(
              "nearest",
              "binary_crossentropy, categorical_crossentropy, sparse_categorical_crossentropy");
    }
    return simple.bare() && ShapeNames.isAccuracy(name)
        ? accuracy(simple, context)
        : ofMetric(metrics.resolve(simple, context), context);
  }

  private static String withoutModule(String name) {
    int losses = name.lastIndexOf(LOSSES);
    return losses >= 0 ? name.substring(losses) : name.substring(name.lastIndexOf('.') + 1);
  }

  private static boolean isLoss(CallText call) {
    String name = call.name().replace("_", "").toLowerCase(Locale.ROOT);
    return name.startsWith(LOSSES)
        || ONLY_LOSSES.contains(call.name())
        || (OF_BATCHES.contains(name)
            && call.arguments().stream().noneMatch(a -> NOT_OF_LOSSES.contains(a.name())));
  }

  private static MetricPlan ofLoss(CallText call, MetricContext context) throws SpecException {
    LossPlan loss = LossPlan.of(call, context);
    if (context.weighted()) {
      throw new SpecException(
              SpecException.Kind.NOT_SUITABLE,
              "Keras cannot weigh "
                  + call.name()
                  + " as a metric: it is one number for each batch; ask for it without weights")
          .with("metric", call.name());
    }
    MetricIdentity identity =
        new MetricIdentity(
            loss.identity().id(),
            nameOf(call, loss.identity().id()),
            LossPlan.VERSION,
            LOSSES + loss.identity().canonical(),
            "mean_of_batches",
            false,
            Direction.LOWER);
    return new MetricPlan(identity, loss.takesLogits(), batchSize -> loss.start(false, batchSize));
  }

  /** The argument {@code name}, else what the class is called by default. */
  private static String nameOf(CallText call, String id) {
    return call.arguments().stream()
        .filter(argument -> argument.name().equals("name"))
        .map(argument -> argument.value().toString())
        .findFirst()
        .orElse(id.equals("huber") ? "huber_loss" : id);
  }

  private MetricPlan accuracy(CallText call, MetricContext context) throws SpecException {
    ShapeNames.Kind kind = Shapes.kind(context);
    MetricContext suited = Shapes.suited(context, kind);
    CallText found = new CallText(call.output(), kind.accuracy(), false, List.of());
    MetricPlan plan = ofMetric(metrics.resolve(found, suited), suited);
    return new MetricPlan(plan.identity().withName(call.name()), plan.takesLogits(), plan.state());
  }

  private static MetricPlan ofMetric(MetricCall call, MetricContext asked) throws SpecException {
    // Keras' threshold is 0.5 for logits too.
    MetricContext context =
        call.factory().id().equals("binary_accuracy") ? Shapes.withThresholdOfKeras(asked) : asked;
    Metric metric = call.create(context);
    if (metric.needsQueries()) {
      throw new SpecException(
              SpecException.Kind.NOT_SUITABLE,
              "Keras knows no queries; ask for " + call.factory().id() + " in mode DATASET")
          .with("metric", call.factory().id());
    }
    if (isAlongRows(call, context)) {
      return new MetricPlan(
          metric.identity(), metric.takesLogits(), batchSize -> new BatchwiseState(metric));
    }
    if (LossFunctions.batch(call, context).isEmpty()) {
      boolean honoursMask = !WITHOUT_MASK.contains(metric.identity().id());
      return new MetricPlan(
          metric.identity(),
          metric.takesLogits(),
          batchSize -> new StatefulState(metric.start(), honoursMask));
    }
    return new MetricPlan(
        metric.identity(),
        metric.takesLogits(),
        batchSize -> new FunctionState(again(call, context), context.weighted()));
  }

  private static boolean isAlongRows(MetricCall call, MetricContext context) throws SpecException {
    if (!CORRELATIONS.contains(call.factory().id())) {
      return false;
    }
    int axis = call.arguments().integer("axis");
    boolean alongRows = axis == 0 || axis == -context.predictionShape().size() - 1;
    if (alongRows && context.weighted()) {
      throw new SpecException(
              SpecException.Kind.NOT_SUITABLE,
              "Keras cannot weigh %s along the axis of rows".formatted(call.factory().id()))
          .with("metric", call.factory().id());
    }
    return alongRows;
  }

  private static BatchFunction again(MetricCall call, MetricContext context) {
    try {
      return LossFunctions.batch(call, context).orElseThrow();
    } catch (SpecException e) {
      throw new IllegalStateException("was found once already", e);
    }
  }
}
