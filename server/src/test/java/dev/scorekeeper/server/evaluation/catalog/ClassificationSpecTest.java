package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import dev.scorekeeper.server.evaluation.spec.CallText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that cannot be answered, and answers that are no numbers. */
final class ClassificationSpecTest {

  @Test
  void create_badArguments_saysWhatIsWrong() {
    refused("Precision(thresholds=[0.2, 1.5])", binary(), "[0, 1]", "1.5");
    refused("AUC(curve='XYZ')", binary(), "ROC, PR, PRGAIN", "XYZ");
    refused("AUC(num_thresholds=1)", binary(), "num_thresholds");
    refused("AUC(num_labels=3)", binary(), "multi_label");
    refused("SensitivityAtSpecificity()", binary(), "specificity must be given");
    refused("f1_score(average='sum')", binary(), "'micro'", "None", "sum");
    refused("roc_auc(multi_class='ovo')", binary(), "'ovr'");
    refused("precision_score()", classes(), "average='macro'");
    refused("specificity(threshold=0.3)", classes(), "class_id");
    refused("specificity(class_id=7)", classes(), "[0, 2]");
    refused("MeanIoU()", classes(), "num_classes must be given");
    refused("IoU(num_classes=2, target_class_ids=[2])", ids(), "[0, 1]");
    refused("ece(norm='l3')", binary(), "'l1', 'l2', 'max'");
  }

  @Test
  void create_unsuitableOutput_saysWhatItNeeds() {
    refused("roc_auc()", ids(), "indices of classes");
    refused("AUC()", classes(), "shape");
    refused("accuracy_score()", context(List.of(1), LabelEncoding.REAL, ScoreKind.REAL), "real");
    refused("ece()", context(List.of(1), LabelEncoding.SPARSE, ScoreKind.LOGIT), "probabilities");
    refused("mcc()", questions(), "several questions");
    refused("top_k_accuracy()", binary(), "several classes");
  }

  @Test
  void result_nothingCounted_isEmpty() throws SpecException {
    for (String metric : List.of("accuracy_score()", "roc_auc()", "AUC()", "ece()", "f1_score()")) {
      Accumulator state = metric(metric, binary()).start();
      assertWithMessage(metric)
          .that(state.result().values().get(0).undefined())
          .isEqualTo(Undefined.EMPTY);
    }
  }

  @Test
  void result_oneClass_isNotDefined() throws SpecException {
    for (String metric : List.of("roc_auc()", "AUC()", "ks()", "tjur()")) {
      Accumulator state = metric(metric, binary()).start();
      state.addAll(rows(new float[] {0.1f, 0.7f}, 0, 0));
      assertWithMessage(metric)
          .that(state.result().values().get(0).undefined())
          .isEqualTo(Undefined.ONE_CLASS);
    }
  }

  @Test
  void result_zeroByZero_isNotDefined() throws SpecException {
    for (String metric : List.of("Precision()", "precision_score()", "npv(threshold=-1)")) {
      Accumulator state = metric(metric, binary()).start();
      state.addAll(rows(new float[] {0.1f, 0.2f}, 0, 1));
      assertWithMessage(metric)
          .that(state.result().values().get(0).undefined())
          .isEqualTo(Undefined.ZERO_DENOMINATOR);
    }
  }

  @Test
  void threshold_ofTheOutput_decides() throws SpecException {
    MetricContext inclusive =
        new MetricContext(
            "output",
            List.of(1),
            List.of(1),
            LabelEncoding.SPARSE,
            ScoreKind.PROBABILITY,
            0.7f,
            true,
            1,
            List.of(),
            false);
    OutputRows rows = rows(new float[] {0.7f, 0.69f, 0.71f}, 1, 0, 1);
    for (String text : List.of("BinaryAccuracy()", "Recall()", "accuracy_score()")) {
      Metric metric = metric(text, inclusive);
      Accumulator state = metric.start();
      state.addAll(rows);
      assertWithMessage(text).that(state.result().values().get(0).number()).isEqualTo(1.0);
      assertThat(metric.identity().canonical()).contains("0.7");
      assertThat(metric.identity().canonical()).contains("threshold_inclusive=True");
    }
  }

  private static void refused(String metric, MetricContext context, String... words) {
    SpecException refusal =
        assertThrows(SpecException.class, () -> metric(metric, context), metric);
    for (String word : words) {
      assertThat(refusal).hasMessageThat().contains(word);
    }
  }

  private static Metric metric(String text, MetricContext context) throws SpecException {
    return BuiltInMetrics.catalog(List.of()).create(CallText.parse(text), context);
  }

  private static MetricContext binary() {
    return context(List.of(1), LabelEncoding.SPARSE, ScoreKind.PROBABILITY);
  }

  private static MetricContext classes() {
    return context(List.of(3), LabelEncoding.SPARSE, ScoreKind.PROBABILITY);
  }

  private static MetricContext ids() {
    return context(List.of(), LabelEncoding.SPARSE, ScoreKind.CLASS_ID);
  }

  private static MetricContext questions() {
    return context(List.of(3), LabelEncoding.MULTI_LABEL, ScoreKind.PROBABILITY);
  }

  private static MetricContext context(
      List<Integer> shape, LabelEncoding encoding, ScoreKind kind) {
    List<Integer> labels = encoding == LabelEncoding.MULTI_LABEL ? shape : List.of();
    return new MetricContext(
        "output", shape, labels, encoding, kind, 0.5f, false, 1, List.of(), false);
  }

  private static OutputRows rows(float[] scores, double... labels) {
    OutputRows rows = new OutputRows();
    rows.count = scores.length;
    rows.predictionShape = new int[] {1};
    rows.predictionWidth = 1;
    rows.predictions = scores;
    rows.labelWidth = 1;
    rows.labels = labels;
    return rows;
  }
}
