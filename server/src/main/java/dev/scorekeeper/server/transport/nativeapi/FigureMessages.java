package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.evaluation.MetricCurve;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.OutputCurve;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.OutputMatrix;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.v1.ConfidenceInterval;
import dev.scorekeeper.v1.ConfusionMatrix;
import dev.scorekeeper.v1.Curve;
import dev.scorekeeper.v1.CurveColumn;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationCounts;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.OutputCounts;
import dev.scorekeeper.v1.SliceKey;
import dev.scorekeeper.v1.SliceResult;
import java.util.List;

/** Writes figures as messages. */
final class FigureMessages {

  private FigureMessages() {}

  /** Puts all figures into a record. */
  static void add(EvaluationFigures figures, long messages, Evaluation.Builder record) {
    record.setCounts(counts(figures, messages));
    figures.values().forEach(value -> record.addValues(value(value)));
    figures.slices().forEach(slice -> record.addSlices(slice(slice)));
    figures.matrices().forEach(matrix -> record.addConfusionMatrices(matrix(matrix)));
    figures.curves().forEach(curve -> record.addCurves(curve(curve)));
    record.addAllWarnings(figures.warnings());
  }

  static List<MetricValue> values(List<FigureValue> values) {
    return values.stream().map(FigureMessages::value).map(MetricValue.Builder::build).toList();
  }

  static MetricValue.Builder value(FigureValue value) {
    MetricValue.Builder message =
        MetricValue.newBuilder()
            .setName(value.name())
            .setKey(key(value.key()))
            .setValue(value.number())
            .setDecimal(value.decimal())
            .setHexadecimal(Double.toHexString(value.number()))
            .setUndefined(EvaluationTerms.absence(value.undefined()))
            .setBatchDependent(value.batchDependent())
            .setCanonical(value.canonical());
    if (!value.isExact()) {
      message.setLowerBound(value.lower()).setUpperBound(value.upper());
    }
    value
        .replicates()
        .ifPresent(
            replicates -> {
              for (int i = 0; i < replicates.count(); i++) {
                message.addReplicateDeviations(replicates.deviation(i));
              }
            });
    value.interval().ifPresent(interval -> message.setInterval(interval(interval)));
    if (Double.isFinite(value.range().least())) {
      message.setLeast(value.range().least());
    }
    if (Double.isFinite(value.range().greatest())) {
      message.setGreatest(value.range().greatest());
    }
    switch (value.direction()) {
      case HIGHER -> message.setHigherIsBetter(true);
      case LOWER -> message.setHigherIsBetter(false);
      case NEITHER -> {}
    }
    return message;
  }

  static MetricKey key(FigureValue.Key key) {
    MetricKey.Builder message =
        MetricKey.newBuilder()
            .setMetric(key.metric())
            .setOutput(key.output())
            .setWeighted(key.weighted())
            .setAggregation(key.aggregation())
            .setDigest(key.digest());
    key.classId().ifPresent(message::setClassId);
    return message.build();
  }

  static ConfidenceInterval interval(FigureValue.Interval interval) {
    return ConfidenceInterval.newBuilder()
        .setLower(interval.lower())
        .setUpper(interval.upper())
        .setStandardError(interval.standardError())
        .build();
  }

  private static EvaluationCounts counts(EvaluationFigures figures, long messages) {
    EvaluationCounts.Builder counts =
        EvaluationCounts.newBuilder().setRows(figures.rows()).setMessages(messages);
    for (EvaluationFigures.OutputCounts output : figures.outputs()) {
      counts.addOutputs(
          OutputCounts.newBuilder()
              .setOutput(output.output())
              .setCountedRows(output.countedRows())
              .setSkippedRows(figures.rows() - output.countedRows())
              .setWeightSum(output.weightSum())
              .setMissingLabels(output.missingLabels())
              .setNonFiniteRows(output.nonFiniteRows())
              .setClippedRows(output.clippedRows())
              .setMaskedElements(output.maskedElements())
              .addAllLabelCounts(output.labelCounts())
              .setLossSource(EvaluationTerms.source(output.lossSource()))
              .setScoreKind(EvaluationTerms.kind(output.scoreKind()))
              .setLabelEncoding(EvaluationTerms.encoding(output.labelEncoding())));
    }
    return counts.build();
  }

  private static SliceResult slice(SliceFigures slice) {
    return SliceResult.newBuilder()
        .setKey(SliceKey.newBuilder().addAllColumns(slice.columns()).addAllValues(slice.keys()))
        .setRowCount(slice.rows())
        .addAllValues(values(slice.values()))
        .build();
  }

  private static ConfusionMatrix matrix(OutputMatrix matrix) {
    ConfusionMatrix.Builder message =
        ConfusionMatrix.newBuilder()
            .setOutput(matrix.output())
            .setClasses(matrix.matrix().classes())
            .addAllClassNames(matrix.classNames());
    for (double cell : matrix.matrix().cells()) {
      message.addCells(cell);
    }
    return message.build();
  }

  private static Curve curve(OutputCurve curve) {
    Curve.Builder message =
        Curve.newBuilder().setKind(curve.curve().kind()).setOutput(curve.output());
    curve.curve().classId().ifPresent(message::setClassId);
    for (MetricCurve.Column column : curve.curve().columns()) {
      CurveColumn.Builder values = CurveColumn.newBuilder().setName(column.name());
      for (double value : column.values()) {
        values.addValues(value);
      }
      message.addColumns(values);
    }
    return message.build();
  }
}
