package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.Mode;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.expression.ExpressionMetrics;
import dev.scorekeeper.server.evaluation.spec.CallText;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a question whatever the model. */
final class QuestionCheck {

  static final int BOOTSTRAP_REPLICATES = 200;

  static final int JACKKNIFE_REPLICATES = 20;

  private static final int MOST_REPLICATES = 10_000;

  /** Columns that may be crossed. */
  private static final int MOST_COLUMNS = 8;

  private final @Nullable KerasMode keras;

  QuestionCheck(@Nullable KerasMode keras) {
    this.keras = keras;
  }

  void check(EvaluationQuestion question) throws EvaluationException {
    mode(question);
    if (question.outputs().isEmpty()) {
      throw Problems.question("spec.outputs", "there must be at least one output");
    }
    Set<String> outputs = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < question.outputs().size(); i++) {
      OutputQuestion output = question.outputs().get(i);
      output(output, i);
      if (!outputs.add(output.output())) {
        throw Problems.question(
                Problems.output(i) + ".output",
                "output " + output.output() + " is asked about twice")
            .with("output", output.output());
      }
      String name = output.displayName().isEmpty() ? output.output() : output.displayName();
      if (!names.add(name)) {
        throw new EvaluationException(
                EvaluationReason.NAME_REPEATED,
                Problems.output(i) + ".display_name",
                "two outputs are called " + name)
            .with("name", name);
      }
    }
    finite(question.extraLoss(), "spec.extra_loss");
    slices(question);
    if (question.intervals().isPresent()) {
      intervals(question.intervals().get(), question.mode());
    }
  }

  private void mode(EvaluationQuestion question) throws EvaluationException {
    if (question.mode() == Mode.DATASET) {
      if (question.keras().isPresent()) {
        throw Problems.question("spec.keras", "is for EVALUATION_MODE_KERAS alone");
      }
      return;
    }
    if (keras == null || question.keras().isEmpty()) {
      throw Problems.question(
          keras == null ? "spec.mode" : "spec.keras",
          keras == null ? "only EVALUATION_MODE_DATASET is known" : "is required in this mode");
    }
    try {
      keras.checkProfile(question.keras().get().profile());
    } catch (SpecException e) {
      throw Problems.spec(e, "spec.keras.profile");
    }
    if (question.keras().get().batchSize() < 1) {
      throw Problems.question("spec.keras.batch_size", "must be at least 1")
          .with("expected", "at least 1")
          .with("got", question.keras().get().batchSize());
    }
    if (!question.slices().isEmpty()) {
      throw Problems.question("spec.slices", "Keras has no slices; ask in EVALUATION_MODE_DATASET");
    }
    keras(question.policies());
    for (int i = 0; i < question.outputs().size(); i++) {
      if (!question.outputs().get(i).classWeights().isEmpty()) {
        throw Problems.question(
            Problems.output(i) + ".class_weights",
            "Keras' evaluate has no class weights; send weights of rows");
      }
    }
  }

  /** What Keras would do in no case. */
  private static void keras(Policies policies) throws EvaluationException {
    if (policies.lossNormalizer() != LossNormalizer.BY_COUNT) {
      throw Problems.question(
          "spec.policies.loss_normalizer",
          "Keras has reduction='mean_with_sample_weight' of a loss for this");
    }
    if (policies.missingLabels() == Policies.MissingLabels.SKIP) {
      throw Problems.question("spec.policies.missing_labels", "Keras skips no rows");
    }
    if (policies.nonFinite() == Policies.NonFinite.SKIP) {
      throw Problems.question("spec.policies.non_finite", "Keras skips no rows");
    }
  }

  private static void output(OutputQuestion output, int index) throws EvaluationException {
    String field = Problems.output(index);
    if (output.loss().isEmpty() && output.metrics().isEmpty()) {
      throw Problems.question(field, "neither a loss nor a metric is asked for");
    }
    if (!Double.isFinite(output.lossWeight())) {
      throw notFinite(field + ".loss_weight", output.lossWeight());
    }
    finite(output.decisionThreshold(), field + ".decision_threshold");
    if (output.positiveClass().orElse(0) < 0) {
      throw Problems.question(field + ".positive_class", "must not be negative")
          .with("expected", "not negative")
          .with("got", output.positiveClass().getAsInt());
    }
    for (double weight : output.classWeights()) {
      if (!Double.isFinite(weight) || weight < 0) {
        throw Problems.question(
                field + ".class_weights", "must be finite and not negative, one is " + weight)
            .with("expected", "finite and not negative")
            .with("got", weight);
      }
    }
    if (!output.loss().isEmpty()) {
      parse(output.loss(), field + ".loss");
    }
    for (int i = 0; i < output.metrics().size(); i++) {
      parse(output.metrics().get(i).metric(), Problems.metric(index, i) + ".metric");
    }
  }

  static CallText parse(String text, String field) throws EvaluationException {
    try {
      CallText call =
          ExpressionMetrics.isExpression(text)
              ? ExpressionMetrics.call(text)
              : CallText.parse(text);
      if (!call.output().isEmpty()) {
        throw new EvaluationException(
                EvaluationReason.BAD_TEXT,
                field,
                "the output stands beside the metric, not in front of it: " + text)
            .with("text", text);
      }
      return call;
    } catch (SpecException e) {
      throw Problems.spec(e, field);
    }
  }

  private static void slices(EvaluationQuestion question) throws EvaluationException {
    Set<List<String>> seen = new HashSet<>();
    for (int i = 0; i < question.slices().size(); i++) {
      List<String> columns = question.slices().get(i);
      String field = "spec.slices[" + i + "].columns";
      if (columns.isEmpty() || columns.size() > MOST_COLUMNS) {
        throw Problems.question(
                field, "must be 1 to " + MOST_COLUMNS + " columns, not " + columns.size())
            .with("expected", "[1, " + MOST_COLUMNS + "]")
            .with("got", columns.size());
      }
      if (new HashSet<>(columns).size() < columns.size() || columns.contains("")) {
        throw Problems.question(field, "must be names that differ, not " + columns)
            .with("got", String.join(", ", columns));
      }
      if (!seen.add(columns.stream().sorted().toList())) {
        throw Problems.question(field, "these columns are asked for twice: " + columns)
            .with("got", String.join(", ", columns));
      }
    }
    if (question.sliceLimits().minRows() < 0) {
      throw Problems.question("spec.slice_limits.min_rows", "must not be negative")
          .with("expected", "not negative")
          .with("got", question.sliceLimits().minRows());
    }
    if (question.sliceLimits().maxSlices() < 1) {
      throw Problems.question("spec.slice_limits.max_slices", "must be at least 1")
          .with("expected", "at least 1")
          .with("got", question.sliceLimits().maxSlices());
    }
  }

  private static void intervals(IntervalQuestion intervals, Mode mode) throws EvaluationException {
    if (mode == Mode.KERAS) {
      throw Problems.question(
          "spec.intervals", "Keras has no intervals; ask in EVALUATION_MODE_DATASET");
    }
    int replicates = replicates(intervals);
    if (replicates < 2 || replicates > MOST_REPLICATES) {
      throw Problems.question(
              "spec.intervals.replicates",
              "must be in [2, " + MOST_REPLICATES + "], not " + replicates)
          .with("expected", "[2, " + MOST_REPLICATES + "]")
          .with("got", replicates);
    }
    if (!(intervals.level() > 0 && intervals.level() < 1)) {
      throw Problems.question("spec.intervals.level", "must be in (0, 1), not " + intervals.level())
          .with("expected", "(0, 1)")
          .with("got", intervals.level());
    }
  }

  static int replicates(IntervalQuestion intervals) {
    return intervals
        .replicates()
        .orElse(
            intervals.method() == IntervalMethod.JACKKNIFE
                ? JACKKNIFE_REPLICATES
                : BOOTSTRAP_REPLICATES);
  }

  private static void finite(OptionalDouble number, String field) throws EvaluationException {
    if (number.isPresent() && !Double.isFinite(number.getAsDouble())) {
      throw notFinite(field, number.getAsDouble());
    }
  }

  private static EvaluationException notFinite(String field, double got) {
    return Problems.question(field, "must be a finite number")
        .with("expected", "a finite number")
        .with("got", got);
  }
}
