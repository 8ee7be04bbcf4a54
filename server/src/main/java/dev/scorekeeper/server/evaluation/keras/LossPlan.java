package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.LossSource;
import dev.scorekeeper.server.evaluation.loss.Loss;
import dev.scorekeeper.server.evaluation.loss.LossCatalog;
import dev.scorekeeper.server.evaluation.loss.LossCatalog.BatchLoss;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.ShapeNames;

/**
 * A loss of an output, as Keras would compute it. Immutable.
 *
 * @param call by the name of the loss alone
 * @param takesLogits whether it is computed from the logits of rows, where there are some
 */
record LossPlan(
    CallText call, MetricContext context, MetricIdentity identity, boolean takesLogits) {

  static final String VERSION = "keras:3.15/1";

  /** Finds it; a bare {@code crossentropy} is chosen by shapes, as {@code get_loss} of Keras. */
  static LossPlan of(CallText call, MetricContext context) throws SpecException {
    String name = call.name().substring(call.name().lastIndexOf('.') + 1);
    if (call.bare() && ShapeNames.isCrossentropy(name)) {
      name = Shapes.kind(context).crossentropy();
    }
    CallText simple = new CallText(call.output(), name, call.bare(), call.arguments());
    MetricContext weighted = Shapes.weighted(context, true);
    BatchLoss loss = LossCatalog.batch(simple, weighted);
    MetricIdentity identity =
        new MetricIdentity(loss.id(), "loss", VERSION, loss.canonical(), "", true, Direction.LOWER);
    return new LossPlan(simple, weighted, identity, loss.function().takesLogits());
  }

  /** Starts it over no rows; each start has functions of its own. */
  LossState start(boolean weighted, int batchSize) {
    try {
      return new LossState(LossCatalog.batch(call, context), weighted, batchSize);
    } catch (SpecException e) {
      throw new IllegalStateException("was found once already", e);
    }
  }

  /** Where it is computed from. */
  LossSource source(boolean logitsAvailable) {
    Loss loss;
    try {
      loss = LossCatalog.create(call, context, LossNormalizer.BY_COUNT);
    } catch (SpecException onlyOfBatches) {
      return LossSource.OUTPUT;
    }
    if (loss.takesLogits() && logitsAvailable) {
      return LossSource.LOGITS_FROM_GRAPH;
    }
    return loss.clips() && context.kind() == ScoreKind.PROBABILITY
        ? LossSource.PROBABILITIES_CLIPPED
        : LossSource.OUTPUT;
  }
}
