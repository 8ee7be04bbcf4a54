package dev.scorekeeper.cli.report;

import com.google.protobuf.Timestamp;
import dev.scorekeeper.v1.ConfidenceInterval;
import dev.scorekeeper.v1.ConfusionMatrix;
import dev.scorekeeper.v1.DatasetIdentity;
import dev.scorekeeper.v1.EvaluatedModel;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationCounts;
import dev.scorekeeper.v1.EvaluationEnvironment;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationPolicies;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.FileDigest;
import dev.scorekeeper.v1.GateResult;
import dev.scorekeeper.v1.IntervalMethod;
import dev.scorekeeper.v1.IntervalOptions;
import dev.scorekeeper.v1.LossNormalizer;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.MissingLabelPolicy;
import dev.scorekeeper.v1.ModelIdentity;
import dev.scorekeeper.v1.NonFinitePolicy;
import dev.scorekeeper.v1.OutputCounts;
import dev.scorekeeper.v1.UndefinedPolicy;
import dev.scorekeeper.v1.Verdict;
import java.util.Arrays;
import java.util.List;

/** Parts of records, for {@link Samples}. */
final class SampleParts {
  private static final String DIGEST =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  private static final String HASH =
      "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

  private SampleParts() {}

  static Evaluation.Builder record(String id, String model, long version, int rows) {
    return Evaluation.newBuilder()
        .setId(id)
        .setStartTime(Timestamp.newBuilder().setSeconds(1_795_000_000L))
        .setCreateTime(Timestamp.newBuilder().setSeconds(1_795_000_001L).setNanos(250_000_000))
        .setModel(
            EvaluatedModel.newBuilder()
                .setName(model)
                .setVersion(version)
                .setSignature("serving_default"))
        .setModelIdentity(
            ModelIdentity.newBuilder()
                .setDigest(DIGEST)
                .addLabels("candidate")
                .addFiles(
                    FileDigest.newBuilder()
                        .setPath("saved_model.pb")
                        .setSha256(HASH)
                        .setByteCount(81_920)))
        .setSpec(
            EvaluationSpec.newBuilder()
                .setMode(EvaluationMode.EVALUATION_MODE_DATASET)
                .setPreprocessingHash(HASH)
                .setNote("nightly")
                .setPolicies(
                    EvaluationPolicies.newBuilder()
                        .setLossNormalizer(LossNormalizer.LOSS_NORMALIZER_BY_COUNT)
                        .setMissingLabels(MissingLabelPolicy.MISSING_LABEL_POLICY_SKIP)
                        .setNonFinite(NonFinitePolicy.NON_FINITE_POLICY_FAIL)
                        .setUndefined(UndefinedPolicy.UNDEFINED_POLICY_NAN))
                .setIntervals(
                    IntervalOptions.newBuilder()
                        .setMethod(IntervalMethod.INTERVAL_METHOD_POISSON_BOOTSTRAP)
                        .setReplicates(200)
                        .setLevel(0.95)))
        .setDataset(
            DatasetIdentity.newBuilder()
                .setName(model + "-holdout")
                .setVersion("2026-11")
                .setDigest(DIGEST)
                .setRowCount(rows))
        .setEnvironment(
            EvaluationEnvironment.newBuilder()
                .setServerVersion("0.1.0")
                .setServerCommit("70d3eb3")
                .setRuntime("TensorFlow 2.18.0")
                .setSettings("onednn=on,intra_op_threads=1,executor=default")
                .setProcessor("x86-64, AVX-512")
                .setDevice("cpu")
                .setComputeRows(128))
        .setCounts(EvaluationCounts.newBuilder().setRows(rows).setMessages(8))
        .setPreviousHash(DIGEST)
        .setHash(HASH);
  }

  static OutputCounts.Builder counts(String output, long rows) {
    return OutputCounts.newBuilder()
        .setOutput(output)
        .setCountedRows(rows)
        .setWeightSum(Long.toString(rows));
  }

  static MetricValue value(String output, String name, double value, boolean higher) {
    return MetricValue.newBuilder()
        .setName(name)
        .setKey(MetricKey.newBuilder().setMetric(name).setOutput(output).setAggregation("dataset"))
        .setValue(value)
        .setDecimal(Double.toString(value))
        .setCanonical(name + "()@1")
        .setHigherIsBetter(higher)
        .build();
  }

  static MetricValue classValue(String metric, int classId, double value) {
    MetricValue made = value("digit", metric + "_" + classId, value, true);
    return made.toBuilder()
        .setKey(made.getKey().toBuilder().setMetric(metric).setClassId(classId))
        .build();
  }

  static MetricValue interval(MetricValue value, double half) {
    return value.toBuilder()
        .setInterval(
            ConfidenceInterval.newBuilder()
                .setLower(value.getValue() - half)
                .setUpper(value.getValue() + half * 0.9)
                .setStandardError(half / 2))
        .build();
  }

  static GateResult gate(
      String gate, Verdict verdict, double observed, double bound, String explanation) {
    return GateResult.newBuilder()
        .setGate(gate)
        .setVerdict(verdict)
        .setObserved(observed)
        .setBound(bound)
        .setMargin(observed - bound)
        .setExplanation(explanation)
        .build();
  }

  static double accuracy(long[][] cells) {
    double right = 0;
    double all = 0;
    for (int i = 0; i < cells.length; i++) {
      right += cells[i][i];
      all += Arrays.stream(cells[i]).sum();
    }
    return right / all;
  }

  static ConfusionMatrix matrix(String output, long[][] cells, List<String> names) {
    ConfusionMatrix.Builder matrix =
        ConfusionMatrix.newBuilder()
            .setOutput(output)
            .setClasses(cells.length)
            .addAllClassNames(names);
    for (long[] row : cells) {
      for (long cell : row) {
        matrix.addCells((double) cell);
      }
    }
    return matrix.build();
  }
}
