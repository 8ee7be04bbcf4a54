package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.loss.LossCatalog.BatchLoss;
import dev.scorekeeper.server.evaluation.loss.LossCatalog.Reduction;
import dev.scorekeeper.server.evaluation.spec.Canonical;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a loss, of a data set or of batches. */
final class LossFactory implements MetricFactory {

  static final String VERSION = "keras:3.15/1";

  private static final String REDUCTION = "reduction";

  private final LossKind kind;
  private final List<Parameter> parameters;

  LossFactory(LossKind kind) {
    this.kind = kind;
    List<Parameter> all = new ArrayList<>(kind.parameters());
    all.add(Parameter.of(REDUCTION, Parameter.Type.TEXT, Reduction.SUM_OVER_BATCH_SIZE.text()));
    parameters = List.copyOf(all);
  }

  @Override
  public String id() {
    return kind.id();
  }

  @Override
  public List<String> aliases() {
    return kind.aliases();
  }

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public Metric create(MetricContext context, Arguments arguments) throws SpecException {
    return loss(context, arguments, LossNormalizer.BY_COUNT);
  }

  Loss loss(MetricContext context, Arguments arguments, LossNormalizer normalizer)
      throws SpecException {
    try {
      Reduction reduction = reduction(arguments, normalizer);
      LossArithmetic arithmetic = kind.maker().make(context, arguments);
      DatasetLoss loss =
          new DatasetLoss(
              identity(context, arguments, arithmetic, reduction),
              arithmetic,
              reduction,
              arithmetic.takesLogits(),
              clips(arguments));
      loss.start();
      return loss;
    } catch (IllegalArgumentException e) {
      throw bad(e);
    }
  }

  BatchLoss batch(MetricContext context, Arguments arguments) throws SpecException {
    try {
      Reduction reduction = reduction(arguments, LossNormalizer.BY_COUNT);
      LossArithmetic arithmetic = kind.maker().make(context, arguments);
      return new BatchLoss(id(), canonical(arguments, reduction), reduction, arithmetic.batch());
    } catch (IllegalArgumentException e) {
      throw bad(e);
    }
  }

  private SpecException bad(IllegalArgumentException e) {
    return new SpecException(SpecException.Kind.BAD_VALUE, id() + ": " + e.getMessage())
        .with("metric", id())
        .with("why", String.valueOf(e.getMessage()));
  }

  private MetricIdentity identity(
      MetricContext context, Arguments arguments, LossArithmetic arithmetic, Reduction reduction) {
    return new MetricIdentity(
        id(),
        "loss",
        VERSION,
        canonical(arguments, reduction),
        arithmetic.aggregation(),
        context.weighted(),
        MetricIdentity.Direction.LOWER);
  }

  private String canonical(Arguments arguments, Reduction reduction) {
    Map<String, Object> values = new HashMap<>(arguments.values());
    values.put(REDUCTION, reduction.text());
    return Canonical.text(id(), new Arguments(values));
  }

  private static Reduction reduction(Arguments arguments, LossNormalizer normalizer)
      throws SpecException {
    Reduction reduction =
        arguments.has(REDUCTION)
            ? Reduction.of(arguments.text(REDUCTION))
            : Reduction.SUM_OVER_BATCH_SIZE;
    return reduction == Reduction.SUM_OVER_BATCH_SIZE && normalizer == LossNormalizer.BY_WEIGHT
        ? Reduction.MEAN_WITH_SAMPLE_WEIGHT
        : reduction;
  }

  private boolean clips(Arguments arguments) {
    return arguments.has("from_logits") && !arguments.flag("from_logits");
  }

  /** A loss over a data set. */
  private record DatasetLoss(
      MetricIdentity identity,
      LossArithmetic arithmetic,
      Reduction reduction,
      boolean takesLogits,
      boolean clips)
      implements Loss {

    @Override
    public LossAccumulator start() {
      MeanAccumulator.Divisor divisor =
          switch (reduction) {
            case SUM_OVER_BATCH_SIZE -> MeanAccumulator.Divisor.COUNT;
            case MEAN_WITH_SAMPLE_WEIGHT -> MeanAccumulator.Divisor.WEIGHT;
            case SUM -> MeanAccumulator.Divisor.ONE;
          };
      return arithmetic.start(divisor, identity.weighted());
    }
  }
}
