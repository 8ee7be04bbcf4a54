package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.ArgumentChecks;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.StateMetric;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import java.util.function.Function;

/** Where the decisions of an output come from, for a metric with a parameter {@code threshold}. */
final class DecisionSource {

  static final String THRESHOLD = "threshold";

  private final MetricContext context;
  private final OutputForm form;
  private final Decision decision;
  private final DecisionReader reader;

  private DecisionSource(MetricContext context, Decision decision, DecisionReader reader) {
    this.context = context;
    this.form = reader.form();
    this.decision = decision;
    this.reader = reader;
  }

  static DecisionSource of(MetricContext context, Arguments arguments) throws SpecException {
    Decision decision = Decision.of(context, arguments, THRESHOLD);
    return new DecisionSource(context, decision, DecisionReader.of(context, decision));
  }

  /** One class of several, decided by its own score alone. */
  static DecisionSource ofOneClass(MetricContext context, Arguments arguments, int id)
      throws SpecException {
    Decision decision = Decision.of(context, arguments, THRESHOLD);
    return new DecisionSource(
        context, decision, DecisionReader.oneAgainstRest(context, decision, id));
  }

  OutputForm form() {
    return form;
  }

  /** Whether there are two classes, one of them the yes. */
  boolean isBinary() {
    return form != OutputForm.QUESTIONS && reader.classes() == 2;
  }

  /** The class that is the yes. */
  int yes() {
    return form == OutputForm.BINARY || reader.againstRest()
        ? 1
        : Math.min(Math.max(context.positiveClass(), 0), 1);
  }

  /** The metric that a function reads; not defined where nothing was counted. */
  Metric metric(
      String id,
      Arguments arguments,
      String aggregation,
      Direction direction,
      Function<DecisionCounts, MetricResult> reading)
      throws SpecException {
    boolean decides = form == OutputForm.QUESTIONS || reader.usesDecision();
    Arguments told = decides ? decision.in(arguments, THRESHOLD) : arguments;
    boolean weighted = context.weighted();
    if (form == OutputForm.QUESTIONS) {
      int questions = context.classes();
      if (questions < 1) {
        throw ArgumentChecks.unsuitable(
            "the last axis of the predictions of " + context.output() + " varies");
      }
      return new StateMetric<>(
          ClassificationMetrics.identity(id, context, told, aggregation, direction),
          "questions " + questions + " " + decision + " weighted=" + weighted,
          QuestionState.class,
          () -> new QuestionState(decision, questions, weighted),
          state -> read(state, reading));
    }
    return new StateMetric<>(
        ClassificationMetrics.identity(id, context, told, aggregation, direction),
        reader.stateKey(weighted),
        ConfusionState.class,
        () -> new ConfusionState(reader, weighted),
        state -> read(state, reading));
  }

  private static MetricResult read(
      DecisionCounts state, Function<DecisionCounts, MetricResult> reading) {
    return state.isEmpty()
        ? MetricResult.of(Value.undefined(Undefined.EMPTY))
        : reading.apply(state);
  }
}
