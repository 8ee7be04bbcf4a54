package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.catalog.BuiltInMetrics;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.SliceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes questions, facts and chunks for tests in few words. */
final class Asking {

  static final EvaluationPlanner PLANNER = EvaluationPlanner.of(BuiltInMetrics.catalog(List.of()));

  private Asking() {}

  /** Metrics by their texts; those that start with "w:" are weighted, "name=" names. */
  static List<MetricQuestion> metrics(String... texts) {
    List<MetricQuestion> metrics = new ArrayList<>();
    for (String text : texts) {
      boolean weighted = text.startsWith("w:");
      metrics.add(new MetricQuestion(weighted ? text.substring(2) : text, "", weighted));
    }
    return metrics;
  }

  static OutputQuestion output(String name, String loss, String... metrics) {
    return OutputQuestion.of(name, loss, metrics(metrics));
  }

  static OutputQuestion weighing(OutputQuestion question, double lossWeight) {
    return new OutputQuestion(
        question.output(),
        question.displayName(),
        question.loss(),
        lossWeight,
        question.metrics(),
        question.decisionThreshold(),
        question.thresholdInclusive(),
        question.labelEncoding(),
        question.scoreKind(),
        question.classNames(),
        question.positiveClass(),
        question.classWeights());
  }

  static OutputQuestion declared(
      OutputQuestion question, @Nullable LabelEncoding encoding, @Nullable ScoreKind kind) {
    return new OutputQuestion(
        question.output(),
        question.displayName(),
        question.loss(),
        question.lossWeight(),
        question.metrics(),
        question.decisionThreshold(),
        question.thresholdInclusive(),
        Optional.ofNullable(encoding),
        Optional.ofNullable(kind),
        question.classNames(),
        question.positiveClass(),
        question.classWeights());
  }

  static OutputQuestion classWeights(OutputQuestion question, Double... weights) {
    return new OutputQuestion(
        question.output(),
        question.displayName(),
        question.loss(),
        question.lossWeight(),
        question.metrics(),
        question.decisionThreshold(),
        question.thresholdInclusive(),
        question.labelEncoding(),
        question.scoreKind(),
        question.classNames(),
        question.positiveClass(),
        List.of(weights));
  }

  static EvaluationQuestion with(EvaluationQuestion question, Policies policies) {
    return new EvaluationQuestion(
        question.mode(),
        question.keras(),
        question.outputs(),
        policies,
        question.slices(),
        question.sliceLimits(),
        question.intervals(),
        question.gates(),
        question.firstRelease(),
        question.extraLoss());
  }

  static EvaluationQuestion sliced(
      EvaluationQuestion question, SliceLimits limits, List<List<String>> slices) {
    return new EvaluationQuestion(
        question.mode(),
        question.keras(),
        question.outputs(),
        question.policies(),
        slices,
        limits,
        question.intervals(),
        question.gates(),
        question.firstRelease(),
        question.extraLoss());
  }

  static EvaluationQuestion with(EvaluationQuestion question, IntervalQuestion intervals) {
    return new EvaluationQuestion(
        question.mode(),
        question.keras(),
        question.outputs(),
        question.policies(),
        question.slices(),
        question.sliceLimits(),
        Optional.of(intervals),
        question.gates(),
        question.firstRelease(),
        question.extraLoss());
  }

  static EvaluationQuestion extraLoss(EvaluationQuestion question, double extraLoss) {
    return new EvaluationQuestion(
        question.mode(),
        question.keras(),
        question.outputs(),
        question.policies(),
        question.slices(),
        question.sliceLimits(),
        question.intervals(),
        question.gates(),
        question.firstRelease(),
        OptionalDouble.of(extraLoss));
  }

  static IntervalQuestion intervals(EvaluationQuestion.IntervalMethod method, int replicates) {
    return new IntervalQuestion(method, OptionalInt.of(replicates), 0.95, 7);
  }

  /** A binary output of probabilities, labels as integers. */
  static OutputFacts binary(String name) {
    return new OutputFacts(
        name, List.of(1), Optional.of(ScoreKind.PROBABILITY), false, false, List.of(1), true);
  }

  static OutputFacts real(String name) {
    return new OutputFacts(name, List.of(1), Optional.empty(), false, false, List.of(1), false);
  }

  /** A softmax over so many classes; labels are indices. */
  static OutputFacts classes(String name, int classes) {
    return new OutputFacts(
        name, List.of(classes), Optional.of(ScoreKind.PROBABILITY), true, false, List.of(), true);
  }

  /** Rows of scalars. */
  static void fill(OutputRows rows, double[] labels, float[] predictions) {
    rows.count = labels.length;
    rows.labelShape = new int[] {1};
    rows.labelWidth = 1;
    rows.labels = labels;
    rows.predictionShape = new int[] {1};
    rows.predictionWidth = 1;
    rows.predictions = predictions;
  }

  /** Rows of indices of classes. */
  static void fillClasses(OutputRows rows, int classes, double[] labels, float[] predictions) {
    rows.count = labels.length;
    rows.labelShape = new int[0];
    rows.labelWidth = 1;
    rows.labels = labels;
    rows.predictionShape = new int[] {classes};
    rows.predictionWidth = classes;
    rows.predictions = predictions;
  }

  /** One chunk of one output of scalars. */
  static EvaluationChunk chunk(double[] labels, float... predictions) {
    EvaluationChunk chunk = new EvaluationChunk(1, 0);
    chunk.count = labels.length;
    fill(chunk.outputs[0], labels, predictions);
    return chunk;
  }

  static double[] doubles(double... values) {
    return values;
  }

  static EvaluationRun start(EvaluationQuestion question, OutputFacts... facts)
      throws EvaluationException {
    return PLANNER.plan(question, List.of(facts)).start();
  }

  static Map<String, Double> numbers(EvaluationFigures figures) {
    return numbers(figures.values());
  }

  static Map<String, Double> numbers(SliceFigures slice) {
    return numbers(slice.values());
  }

  private static Map<String, Double> numbers(List<FigureValue> values) {
    return values.stream().collect(Collectors.toMap(FigureValue::name, FigureValue::number));
  }
}
