package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.evaluation.engine.EvaluationSetup;
import dev.scorekeeper.server.evaluation.engine.KerasMode;
import dev.scorekeeper.server.evaluation.engine.PlannedMetric;
import dev.scorekeeper.server.evaluation.engine.PlannedOutput;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keras' own numbers. */
public final class KerasNumbers implements KerasMode {

  /** The one profile there is: Keras 3.15 on TensorFlow. */
  public static final String PROFILE = "keras-3.15/tensorflow";

  private final MetricPlanner metrics;

  /**
   * Creates the mode.
   *
   * @param metrics all metrics there are
   */
  public KerasNumbers(MetricCatalog metrics) {
    this.metrics = new MetricPlanner(metrics);
  }

  @Override
  public void checkProfile(String profile) throws SpecException {
    if (!profile.equals(PROFILE)) {
      throw new SpecException(
              SpecException.Kind.UNKNOWN_NAME,
              "there is no profile '" + profile + "'; there is " + PROFILE)
          .with("expected", PROFILE)
          .with("got", profile);
    }
  }

  @Override
  public Found loss(CallText call, MetricContext context) throws SpecException {
    LossPlan plan = LossPlan.of(call, context);
    return new Found(plan.identity(), plan.takesLogits());
  }

  @Override
  public Found metric(CallText call, MetricContext context) throws SpecException {
    MetricPlan plan = metrics.plan(call, context);
    return new Found(plan.identity(), plan.takesLogits());
  }

  @Override
  public EvaluationRun start(EvaluationSetup setup) {
    List<OutputPlan> plans = new ArrayList<>();
    for (PlannedOutput output : setup.outputs()) {
      try {
        plans.add(plan(output));
      } catch (SpecException e) {
        throw new IllegalStateException("was planned once already", e);
      }
    }
    return new KerasRun(setup, plans);
  }

  private OutputPlan plan(PlannedOutput output) throws SpecException {
    Optional<LossPlan> loss = Optional.empty();
    if (output.loss().isPresent()) {
      loss = Optional.of(LossPlan.of(output.loss().get().call(), output.context()));
    }
    List<OutputPlan.Named> named = new ArrayList<>();
    for (PlannedMetric metric : output.metrics()) {
      boolean weighted = metric.identity().weighted();
      MetricContext context = Shapes.weighted(output.context(), weighted);
      named.add(new OutputPlan.Named(metric, metrics.plan(metric.call(), context)));
    }
    return new OutputPlan(output, loss, named);
  }
}
