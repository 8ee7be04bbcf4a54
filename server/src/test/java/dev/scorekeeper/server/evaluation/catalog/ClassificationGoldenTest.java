package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding.ONE_HOT;
import static dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding.SPARSE;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.testing.KerasGolden;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The golden cases of groups C and D that are about decisions and thresholds. */
final class ClassificationGoldenTest {

  /** What a case asks for. */
  private record Question(String metric, LabelEncoding encoding, ScoreKind kind) {

    static Question binary(String metric) {
      return new Question(metric, SPARSE, ScoreKind.PROBABILITY);
    }

    static Question oneHot(String metric) {
      return new Question(metric, ONE_HOT, ScoreKind.PROBABILITY);
    }

    static Question ids(String metric) {
      return new Question(metric, SPARSE, ScoreKind.CLASS_ID);
    }
  }

  private static final Map<String, Question> QUESTIONS = questions();

  private static Map<String, Question> questions() {
    Map<String, Question> all = new TreeMap<>();
    for (String name : List.of("BinaryAccuracy", "Precision", "Recall", "FalsePositives", "AUC")) {
      all.put("C-" + name, Question.binary(name + "()"));
      all.put("C-" + name + "-w", Question.binary(name + "()"));
    }
    all.put("C-TruePositives", Question.binary("TruePositives()"));
    all.put("C-TrueNegatives", Question.binary("TrueNegatives()"));
    all.put("C-FalseNegatives", Question.binary("FalseNegatives()"));
    all.put("C-FalseNegatives-w", Question.binary("FalseNegatives()"));
    all.put("C-BinAcc-t7", Question.binary("BinaryAccuracy(threshold=.7)"));
    all.put("C-Prec-thr", Question.binary("Precision(thresholds=[.3, .5, .7])"));
    all.put("C-Prec-even", Question.binary("Precision(thresholds=[0, .5, 1])"));
    all.put("C-Prec-none", Question.binary("Precision(thresholds=.9)"));
    all.put("C-Prec-topk", Question.oneHot("Precision(top_k=2)"));
    all.put("C-Rec-topk", Question.oneHot("Recall(top_k=1)"));
    for (String curve : List.of("ROC", "PR", "PRGAIN")) {
      for (String method : List.of("interpolation", "minoring", "majoring")) {
        all.put(
            "C-AUC-" + curve + "-" + method,
            Question.binary("AUC(curve='" + curve + "', summation_method='" + method + "')"));
      }
    }
    all.keySet().removeIf(id -> id.startsWith("C-AUC-PR") && id.endsWith("majoring"));
    all.remove("C-AUC-PR-interpolation");
    all.put("C-AUC-n3", Question.binary("AUC(num_thresholds=3)"));
    all.put("C-AUC-thr", Question.binary("AUC(thresholds=[.3, .5, .7])"));
    all.put("C-AUC-01", Question.binary("AUC()"));
    all.put("C-AUC-logits", new Question("AUC(from_logits=True)", SPARSE, ScoreKind.LOGIT));
    all.put("C-AUC-ml", Question.oneHot("AUC(multi_label=True)"));
    all.put("C-AUC-ml-lw", Question.oneHot("AUC(multi_label=True, label_weights=[.5, .3, .2])"));
    all.put("C-AUC-conc", Question.binary("AUC()"));
    all.put("C-AUC-conc-exact", Question.binary("roc_auc()"));
    all.put("C-AUC-200", Question.binary("AUC()"));
    all.put("C-PR-200", Question.binary("AUC(curve='PR')"));
    all.put("C-SensAtSpec", Question.binary("SensitivityAtSpecificity(.5)"));
    all.put("C-SpecAtSens", Question.binary("SpecificityAtSensitivity(.8)"));
    all.put("C-PrecAtRec", Question.binary("PrecisionAtRecall(.8)"));
    all.put("C-RecAtPrec", Question.binary("RecallAtPrecision(.8)"));
    all.put("C-RecAtPrec-infeasible", Question.binary("RecallAtPrecision(1.0)"));
    for (String average : List.of("micro", "macro", "weighted")) {
      String metric = "F1Score(average='" + average + "')";
      all.put("C-F1-" + average + "-w", Question.oneHot(metric));
      if (!average.equals("macro")) {
        all.put("C-F1-" + average, Question.oneHot(metric));
      }
      all.put("C-F1-sk-" + average, Question.ids("f1(average='" + average + "', zero_division=0)"));
    }
    all.put("C-F1-None", Question.oneHot("F1Score()"));
    all.put("C-F1-None-w", Question.oneHot("F1Score()"));
    all.put("C-FBeta", Question.oneHot("FBetaScore('macro', beta=2.0, threshold=.4)"));
    all.put("C-Top2", Question.oneHot("TopKCategoricalAccuracy(k=2)"));
    all.put(
        "C-STop2",
        new Question("SparseTopKCategoricalAccuracy(k=2)", SPARSE, ScoreKind.PROBABILITY));
    all.put("C-MeanIoU-absent", Question.ids("MeanIoU(num_classes=4)"));
    all.put("C-MeanIoU-w", Question.ids("MeanIoU(num_classes=3)"));
    all.put("C-MeanIoU-wf", Question.ids("MeanIoU(num_classes=3, dtype='float32')"));
    all.put("C-IoU-t", Question.ids("IoU(num_classes=3, target_class_ids=[0, 2])"));
    all.put("C-MeanIoU-ign", Question.ids("MeanIoU(num_classes=3, ignore_class=2)"));
    all.put("C-NaN-AUC", Question.binary("AUC()"));
    all.put("C-NaN-Prec", Question.binary("Precision()"));
    all.put("D-sk-prec-zd", Question.ids("precision_score(average=None, labels=[0, 1, 2])"));
    all.put("D-sk-rec", Question.ids("recall_score(average='macro')"));
    all.put("D-sk-bacc", Question.ids("balanced_accuracy()"));
    all.put("D-sk-mcc", Question.ids("mcc()"));
    all.put("D-sk-kappa", Question.ids("cohen_kappa()"));
    all.put("D-sk-cm", Question.ids("confusion_matrix()"));
    all.put("D-sk-jaccard", Question.ids("jaccard_score(average='macro')"));
    all.put("D-sk-auc-ovr", Question.binary("roc_auc()"));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> metric_ofGoldenCase_isThatOfTheOriginal() {
    List<KerasGolden.Case> mine =
        KerasGolden.all().stream().filter(golden -> QUESTIONS.containsKey(golden.id())).toList();
    assertThat(mine.stream().map(KerasGolden.Case::id).distinct().toList())
        .containsExactlyElementsIn(QUESTIONS.keySet());
    return mine.stream().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
  }

  private static void check(KerasGolden.Case golden) throws Exception {
    Question question = Objects.requireNonNull(QUESTIONS.get(golden.id()));
    OutputRows rows = TestRows.of(golden);
    MetricContext context = TestRows.context(rows, question.encoding(), question.kind());
    Accumulator accumulator =
        BuiltInMetrics.catalog(List.of())
            .create(CallText.parse(question.metric()), context)
            .start();
    accumulator.addAll(rows);
    List<Value> values = accumulator.result().values();
    double[] expected = golden.numbers();
    assertThat(values).hasSize(expected.length);
    double tolerance = question.metric().startsWith("AUC") ? 1e-5 : 1e-6;
    for (int i = 0; i < expected.length; i++) {
      // Keras shows 0 for what is not defined.
      double number = values.get(i).isDefined() ? values.get(i).number() : 0;
      assertWithMessage("%s, value %s", question.metric(), i)
          .that(number)
          .isWithin(tolerance * Math.abs(expected[i]))
          .of(expected[i]);
    }
  }
}
