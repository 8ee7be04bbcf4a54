package dev.scorekeeper.server.evaluation.classification;

import static dev.scorekeeper.server.evaluation.Parameter.Type.BOOLEAN;
import static dev.scorekeeper.server.evaluation.Parameter.Type.INTEGER;
import static dev.scorekeeper.server.evaluation.Parameter.Type.NUMBER;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.ArgumentChecks;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricDefinition;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.loss.ElementFunction;
import dev.scorekeeper.server.evaluation.loss.MeanAccumulator;
import dev.scorekeeper.server.evaluation.loss.MeanAccumulator.Divisor;
import dev.scorekeeper.server.evaluation.loss.Suitability;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keras' accuracies: weighted means of {@link Hits} over all positions. Ties go to the lowest
 * class; at the edge of the top k all tied ones are in. Empty: not defined.
 */
final class Accuracies {

  private static final Parameter K = Parameter.of("k", INTEGER, 5L);

  private Accuracies() {}

  static List<MetricFactory> factories() {
    return List.of(
        definition("accuracy", List.of(), Accuracies::equal),
        definition(
            "binary_accuracy",
            List.of(Parameter.of("threshold", NUMBER, null)),
            Accuracies::binary),
        definition("categorical_accuracy", List.of(), Accuracies::categorical),
        definition("sparse_categorical_accuracy", List.of(), Accuracies::sparseCategorical),
        definition("top_k_categorical_accuracy", List.of(K), Accuracies::topK),
        definition(
            "sparse_top_k_categorical_accuracy",
            List.of(K, Parameter.of("from_sorted_ids", BOOLEAN, false)),
            Accuracies::sparseTopK));
  }

  private static MetricFactory definition(
      String id, List<Parameter> parameters, MetricDefinition.Maker maker) {
    return new MetricDefinition(id, List.of(), "1", parameters, maker);
  }

  private static Metric equal(MetricContext context, Arguments arguments) throws SpecException {
    Suitability.sameShape("accuracy", context);
    return metric("accuracy", context, arguments, Hits.Equal::new);
  }

  private static Metric binary(MetricContext context, Arguments arguments) throws SpecException {
    Suitability.sameShape("binary_accuracy", context);
    Decision decision = Decision.of(context, arguments, "threshold");
    return metric(
        "binary_accuracy",
        context,
        decision.in(arguments, "threshold"),
        () -> new Hits.Binary(decision));
  }

  private static Metric categorical(MetricContext context, Arguments arguments)
      throws SpecException {
    Suitability.sameShape("categorical_accuracy", context);
    return metric("categorical_accuracy", context, arguments, Hits.Greatest::new);
  }

  private static Metric sparseCategorical(MetricContext context, Arguments arguments)
      throws SpecException {
    Suitability.sparse("sparse_categorical_accuracy", context);
    return metric("sparse_categorical_accuracy", context, arguments, Hits.Greatest::new);
  }

  private static Metric topK(MetricContext context, Arguments arguments) throws SpecException {
    Suitability.sameShape("top_k_categorical_accuracy", context);
    int k = ArgumentChecks.integer(arguments, "k", 1, Integer.MAX_VALUE);
    return metric("top_k_categorical_accuracy", context, arguments, () -> new Hits.Top(k));
  }

  private static Metric sparseTopK(MetricContext context, Arguments arguments)
      throws SpecException {
    Suitability.sparse("sparse_top_k_categorical_accuracy", context);
    int k = ArgumentChecks.integer(arguments, "k", 1, Integer.MAX_VALUE);
    boolean ids = arguments.flag("from_sorted_ids");
    return metric(
        "sparse_top_k_categorical_accuracy",
        context,
        arguments,
        () -> ids ? new Hits.SortedIds(k) : new Hits.Top(k));
  }

  private static Metric metric(
      String id, MetricContext context, Arguments arguments, Supplier<ElementFunction> function) {
    return new Accuracy(
        ClassificationMetrics.identity(id, context, arguments, "", Direction.HIGHER), function);
  }

  /** The mean of a function. */
  private record Accuracy(MetricIdentity identity, Supplier<ElementFunction> function)
      implements Metric {
    @Override
    public Accumulator start() {
      return new MeanAccumulator(function.get(), Divisor.WEIGHT, identity.weighted());
    }
  }
}
