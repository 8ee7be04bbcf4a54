package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.spec.ShapeNames;
import java.util.ArrayList;
import java.util.List;

/** What Keras makes of shapes alone. */
final class Shapes {
  private Shapes() {}

  /** Which accuracy or crossentropy Keras takes. */
  static ShapeNames.Kind kind(MetricContext context) {
    return ShapeNames.byKeras(batched(context.labelShape()), batched(context.predictionShape()));
  }

  private static List<Integer> batched(List<Integer> shape) {
    List<Integer> whole = new ArrayList<>(shape);
    whole.add(0, -1);
    return whole;
  }

  /** Keras does not ask what labels mean: the context that its choice is made for. */
  static MetricContext suited(MetricContext context, ShapeNames.Kind kind) {
    LabelEncoding encoding =
        switch (kind) {
          case BINARY -> LabelEncoding.MULTI_LABEL;
          case CATEGORICAL -> LabelEncoding.ONE_HOT;
          case SPARSE_CATEGORICAL -> LabelEncoding.SPARSE;
        };
    ScoreKind score = context.kind() == ScoreKind.REAL ? ScoreKind.PROBABILITY : context.kind();
    return with(context, encoding, score, context.threshold(), context.weighted());
  }

  static MetricContext weighted(MetricContext context, boolean weighted) {
    return with(context, context.encoding(), context.kind(), context.threshold(), weighted);
  }

  static MetricContext withThresholdOfKeras(MetricContext context) {
    return with(context, context.encoding(), context.kind(), 0.5f, context.weighted());
  }

  private static MetricContext with(
      MetricContext context,
      LabelEncoding encoding,
      ScoreKind kind,
      float threshold,
      boolean weighted) {
    return new MetricContext(
        context.output(),
        context.predictionShape(),
        context.labelShape(),
        encoding,
        kind,
        threshold,
        context.thresholdInclusive(),
        context.positiveClass(),
        context.classNames(),
        weighted);
  }
}
