package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.spec.CallText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the predictions and labels of an output are.
 *
 * <p>Kind: as declared, unless the graph contradicts it; else what the graph shows; else what the
 * loss takes; else plain numbers. Encoding: as declared; else what the loss takes; else by shape:
 * one class less an axis means indices, a distribution means one-hot, other scores of equal shape
 * mean questions of their own, plain numbers mean real labels.
 */
final class OutputResolver {

  private final OutputQuestion question;
  private final OutputFacts facts;
  private final String field;
  private final String loss;
  private final boolean lossFromLogits;

  /**
   * Creates a resolver.
   *
   * @param loss null when there is none
   */
  OutputResolver(
      OutputQuestion question, OutputFacts facts, String field, @Nullable CallText loss) {
    this.question = question;
    this.facts = facts;
    this.field = field;
    this.loss = loss == null ? "" : simpleName(loss.name());
    this.lossFromLogits =
        loss != null
            && loss.arguments().stream()
                .anyMatch(a -> a.name().equals("from_logits") && Boolean.TRUE.equals(a.value()));
  }

  /** Name of the loss that is asked for, without module, underscores and case. */
  static String simpleName(OutputQuestion question) {
    int end = question.loss().indexOf('(');
    return simpleName(end < 0 ? question.loss() : question.loss().substring(0, end));
  }

  private static String simpleName(String loss) {
    String name = loss.substring(loss.lastIndexOf('.') + 1);
    return name.strip().replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Whether the shape of labels has nothing to do with that of predictions. */
  static boolean takesAnyLabels(String loss) {
    return loss.equals("ctc") || loss.equals("circle");
  }

  /** The context without weights. */
  MetricContext context() throws EvaluationException {
    ScoreKind kind = kind();
    LabelEncoding encoding = encoding(kind);
    checkLabelShape(encoding);
    int classes = Math.max(2, classes());
    int positive = question.positiveClass().orElse(1);
    if (positive >= classes) {
      throw Problems.question(
              field + ".positive_class", positive + " is no class; there are " + classes)
          .with("expected", "[0, " + classes + ")")
          .with("got", positive);
    }
    checkCount(question.classNames().size(), "class_names");
    checkCount(question.classWeights().size(), "class_weights");
    if (!question.classWeights().isEmpty()
        && encoding != LabelEncoding.SPARSE
        && encoding != LabelEncoding.ONE_HOT) {
      throw Problems.question(
              field + ".class_weights", "need labels that are classes, not " + encoding)
          .with("expected", "SPARSE or ONE_HOT")
          .with("got", encoding);
    }
    float threshold =
        (float) question.decisionThreshold().orElse(kind == ScoreKind.LOGIT ? 0 : 0.5);
    return new MetricContext(
        question.displayName().isEmpty() ? facts.output() : question.displayName(),
        facts.predictionShape(),
        facts.labelShape(),
        encoding,
        kind,
        threshold,
        question.thresholdInclusive(),
        positive,
        question.classNames(),
        false);
  }

  /** The question with everything that the context decided. */
  static OutputQuestion resolved(
      OutputQuestion question, OutputFacts facts, MetricContext context) {
    return new OutputQuestion(
        facts.output(),
        context.output(),
        question.loss(),
        question.lossWeight(),
        question.metrics(),
        OptionalDouble.of(question.decisionThreshold().orElse(context.threshold())),
        question.thresholdInclusive(),
        Optional.of(context.encoding()),
        Optional.of(context.kind()),
        question.classNames(),
        OptionalInt.of(context.positiveClass()),
        question.classWeights());
  }

  /**
   * Whether each row of predictions must sum to 1: shown by the graph, or stated by whoever says
   * that the predictions are probabilities of classes of which one is right.
   */
  static boolean distribution(OutputFacts facts, MetricContext context) {
    if (context.kind() != ScoreKind.PROBABILITY || context.classes() < 2) {
      return false;
    }
    boolean oneIsRight =
        context.encoding() == LabelEncoding.SPARSE || context.encoding() == LabelEncoding.ONE_HOT;
    boolean shown = facts.kind().equals(Optional.of(ScoreKind.PROBABILITY));
    return shown ? facts.softmax() : oneIsRight;
  }

  private ScoreKind kind() throws EvaluationException {
    ScoreKind shown = facts.kind().orElse(ScoreKind.REAL);
    if (question.scoreKind().isEmpty()) {
      return shown == ScoreKind.REAL ? kindByLoss() : shown;
    }
    ScoreKind declared = question.scoreKind().get();
    boolean contradicts =
        switch (shown) {
          case REAL -> false;
          case PROBABILITY -> declared == ScoreKind.LOGIT || declared == ScoreKind.CLASS_ID;
          case LOGIT -> declared == ScoreKind.PROBABILITY || declared == ScoreKind.CLASS_ID;
          case CLASS_ID -> declared != ScoreKind.CLASS_ID;
        };
    if (contradicts) {
      throw Problems.question(
              field + ".score_kind", "is declared " + declared + ", but the graph shows " + shown)
          .with("expected", shown)
          .with("got", declared);
    }
    return declared;
  }

  private ScoreKind kindByLoss() {
    if (lossFromLogits) {
      return ScoreKind.LOGIT;
    }
    boolean crossentropy = loss.endsWith("crossentropy") || loss.equals("bce") || loss.equals("ce");
    return crossentropy ? ScoreKind.PROBABILITY : ScoreKind.REAL;
  }

  private LabelEncoding encoding(ScoreKind kind) {
    if (question.labelEncoding().isPresent()) {
      return question.labelEncoding().get();
    }
    if (loss.equals("circle")) {
      // Names of classes that the output has no score for.
      return LabelEncoding.REAL;
    }
    if (kind == ScoreKind.CLASS_ID || loss.startsWith("sparsecategorical") || loss.equals("ctc")) {
      return LabelEncoding.SPARSE;
    }
    boolean several = classes() > 1;
    boolean indices = several && lessThanPredictions();
    if (loss.startsWith("categorical") && !indices) {
      return several ? LabelEncoding.ONE_HOT : LabelEncoding.REAL;
    }
    if (loss.startsWith("binary") || loss.equals("bce")) {
      return several ? LabelEncoding.MULTI_LABEL : LabelEncoding.SPARSE;
    }
    if (indices) {
      return LabelEncoding.SPARSE;
    }
    if (kind == ScoreKind.REAL) {
      return LabelEncoding.REAL;
    }
    if (!several) {
      return LabelEncoding.SPARSE;
    }
    boolean sigmoid = facts.kind().equals(Optional.of(ScoreKind.PROBABILITY)) && !facts.softmax();
    return sigmoid ? LabelEncoding.MULTI_LABEL : LabelEncoding.ONE_HOT;
  }

  /** Keras' rule for indices of classes: an axis less, or a last one of 1. */
  private boolean lessThanPredictions() {
    List<Integer> labels = facts.labelShape();
    List<Integer> predictions = facts.predictionShape();
    return labels.size() < predictions.size() || labels.get(labels.size() - 1) == 1;
  }

  private int classes() {
    List<Integer> shape = facts.predictionShape();
    return shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
  }

  private void checkLabelShape(LabelEncoding encoding) throws EvaluationException {
    if (takesAnyLabels(loss)) {
      return;
    }
    List<Integer> predictions = facts.predictionShape();
    boolean perClass = encoding == LabelEncoding.SPARSE && classes() > 1;
    List<Integer> wanted = perClass ? predictions.subList(0, predictions.size() - 1) : predictions;
    if (!Shapes.match(facts.labelShape(), wanted)) {
      throw new EvaluationException(
              EvaluationReason.BAD_LABEL_SHAPE,
              "labels",
              String.format(
                  "labels of output %s must be of shape %s for predictions of shape %s that are read"
                      + " as %s, not %s",
                  facts.output(),
                  Shapes.text(wanted),
                  Shapes.text(predictions),
                  encoding,
                  Shapes.text(facts.labelShape())))
          .with("output", facts.output())
          .with("predictions", Shapes.text(predictions))
          .with("encoding", encoding)
          .with("expected", Shapes.text(wanted))
          .with("got", Shapes.text(facts.labelShape()));
    }
  }

  private void checkCount(int count, String name) throws EvaluationException {
    int classes = Math.max(2, classes());
    if (count != 0 && count != classes) {
      throw Problems.question(
              field + "." + name, "must be " + classes + ", one for each class, not " + count)
          .with("expected", classes)
          .with("got", count);
    }
  }
}
