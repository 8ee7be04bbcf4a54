package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.keras.KerasEvaluation.Output;
import dev.scorekeeper.server.evaluation.testing.KerasGolden;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.TestTensor;

/** The models that the golden cases of {@code model.evaluate} are about. */
final class GoldenEvaluations {

  private GoldenEvaluations() {}

  static KerasEvaluation of(KerasGolden.Case golden) {
    String id = golden.id().substring(0, golden.id().indexOf('/'));
    return switch (id) {
      case "A01" -> one(golden, Output.of("a", "mse", metric("mae"), weighted("mse")));
      case "A04" -> one(golden, Output.of("a", "Dice(axis=1)"));
      case "A06" -> sigmoid(golden);
      case "A07" ->
          one(
              golden,
              Output.of("a", "mse", metric("accuracy"))
                  .reading(ScoreKind.PROBABILITY, LabelEncoding.MULTI_LABEL));
      case "A08", "A09" ->
          one(golden, Output.of("a", "sparse_categorical_crossentropy", metric("accuracy")));
      case "A12" -> twoOutputs(golden);
      case "A14" ->
          one(
              golden,
              Output.of(
                  "a",
                  "SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)",
                  metric(
                      "SparseCategoricalCrossentropy(from_logits=True, ignore_class=255,"
                          + " name='m')")));
      case "A15" -> masked(golden);
      case "A16" -> one(golden, Output.of("a", "mse", weighted("mae")));
      default -> {
        String reduction = id.substring("A02-".length());
        yield one(golden, Output.of("a", "MeanSquaredError(reduction='" + reduction + "')"));
      }
    };
  }

  private static MetricQuestion metric(String text) {
    return new MetricQuestion(text, "", false);
  }

  private static MetricQuestion weighted(String text) {
    return new MetricQuestion(text, "", true);
  }

  private static KerasEvaluation one(KerasGolden.Case golden, Output output) {
    return new KerasEvaluation().with(output, rows(golden));
  }

  private static OutputRows rows(KerasGolden.Case golden) {
    return TestRows.of(
        golden.input("y_true").orElseThrow(),
        golden.input("model_output").orElseThrow(),
        golden.input("sample_weight"));
  }

  /** What is given are logits; the model applies a sigmoid. */
  private static KerasEvaluation sigmoid(KerasGolden.Case golden) {
    OutputRows rows = rows(golden);
    float[] logits = rows.predictions;
    rows.logits = logits;
    rows.predictions = Activations.sigmoid(logits);
    Output output = Output.of("a", "binary_crossentropy", metric("accuracy"));
    return new KerasEvaluation()
        .with(output.reading(ScoreKind.PROBABILITY, LabelEncoding.MULTI_LABEL), rows);
  }

  /** Output a gives x, output b gives 2 x. */
  private static KerasEvaluation twoOutputs(KerasGolden.Case golden) {
    TestTensor x = golden.input("x").orElseThrow();
    TestTensor y = golden.input("y").orElseThrow();
    OutputRows a = TestRows.of(y, x, golden.input("w"));
    OutputRows b = TestRows.of(y, x, golden.input("w"));
    for (int i = 0; i < b.predictions.length; i++) {
      b.predictions[i] *= 2;
    }
    return new KerasEvaluation()
        .with(Output.of("a", "mse", metric("mae"), weighted("mae")), a)
        .with(Output.of("b", "mae", metric("mse")).weighing(0.5), b);
  }

  /** The model gives x, with a mask where it is not 0. */
  private static KerasEvaluation masked(KerasGolden.Case golden) {
    TestTensor x = golden.input("x").orElseThrow();
    OutputRows rows = TestRows.of(golden.input("y").orElseThrow(), x);
    rows.maskWidth = x.width();
    rows.mask = new boolean[rows.predictions.length];
    for (int i = 0; i < rows.mask.length; i++) {
      rows.mask[i] = rows.predictions[i] != 0;
    }
    return new KerasEvaluation()
        .with(
            Output.of(
                "a",
                "mse",
                metric("mae"),
                new MetricQuestion("RootMeanSquaredError()", "rmse", false),
                new MetricQuestion("Precision()", "prec", false)),
            rows);
  }
}
