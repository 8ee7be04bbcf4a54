package dev.scorekeeper.cli.evaluate;

import com.google.protobuf.Timestamp;
import dev.scorekeeper.v1.ConfidenceInterval;
import dev.scorekeeper.v1.DatasetIdentity;
import dev.scorekeeper.v1.EvaluatedModel;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationSummary;
import dev.scorekeeper.v1.GateResult;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.SliceKey;
import dev.scorekeeper.v1.SliceResult;
import dev.scorekeeper.v1.UndefinedReason;
import dev.scorekeeper.v1.Verdict;

/** Records for tests. */
public final class Records {
  private Records() {}

  /** A value without anything else. */
  public static MetricValue value(String name, double value) {
    return MetricValue.newBuilder()
        .setName(name)
        .setKey(MetricKey.newBuilder().setMetric(name).setOutput("output_0"))
        .setValue(value)
        .setDecimal(Double.toString(value))
        .build();
  }

  private static MetricValue undefined(String name) {
    return value(name, Double.NaN).toBuilder()
        .setUndefined(UndefinedReason.UNDEFINED_REASON_ONE_CLASS)
        .build();
  }

  private static ConfidenceInterval interval(double lower, double upper) {
    return ConfidenceInterval.newBuilder().setLower(lower).setUpper(upper).build();
  }

  /** Of a model with everything that a record may show. */
  public static Evaluation full() {
    return Evaluation.newBuilder()
        .setId("ev-20260131-5f3a9c0d")
        .setCreateTime(Timestamp.newBuilder().setSeconds(1_769_860_000))
        .setModel(EvaluatedModel.newBuilder().setName("digits").setVersion(2))
        .setDataset(
            DatasetIdentity.newBuilder().setName("digits-test").setVersion("3").setRowCount(450))
        .addValues(
            value("loss", 0.17275410890579224).toBuilder()
                .setInterval(interval(0.13, 0.2141))
                .setBaselineDifference(-0.0124)
                .setDifferenceInterval(interval(-0.0201, -0.004)))
        .addValues(
            value("accuracy", 0.9644444584846497).toBuilder()
                .setInterval(interval(0.9467, 0.98))
                .setBaselineDifference(0.002222))
        .addValues(undefined("auc"))
        .addSlices(slice("JP", 300, value("loss", 0.15), value("accuracy", 0.97)))
        .addSlices(slice("<missing>", 150, value("loss", 0.2), undefined("accuracy")))
        .addGates(
            GateResult.newBuilder()
                .setGate("accuracy >= 0.95")
                .setVerdict(Verdict.VERDICT_PASSED)
                .setObserved(0.9644444584846497)
                .setBound(0.95)
                .setMargin(0.0144444))
        .addGates(
            GateResult.newBuilder()
                .setGate("auc >= baseline - 0.002")
                .setVerdict(Verdict.VERDICT_FAILED)
                .setExplanation("auc is not defined: one class only"))
        .setVerdict(Verdict.VERDICT_FAILED)
        .setBaselineId("ev-20260130-00c0ffee")
        .addWarnings("3 rows were clipped.")
        .setHash("ab12")
        .build();
  }

  private static SliceResult slice(String country, long rows, MetricValue... values) {
    return SliceResult.newBuilder()
        .setKey(SliceKey.newBuilder().addColumns("country").addValues(country))
        .setRowCount(rows)
        .addAllValues(java.util.List.of(values))
        .build();
  }

  /** The same in short. */
  public static EvaluationSummary summary(Evaluation record) {
    return EvaluationSummary.newBuilder()
        .setId(record.getId())
        .setCreateTime(record.getCreateTime())
        .setModel(record.getModel().getName())
        .setVersion(record.getModel().getVersion())
        .setDataset(record.getDataset().getName())
        .setDatasetVersion(record.getDataset().getVersion())
        .setRowCount(record.getDataset().getRowCount())
        .setMode(record.getSpec().getMode())
        .setVerdict(record.getVerdict())
        .addAllValues(record.getValuesList())
        .build();
  }
}
