package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.engine.ComparedRecord;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.engine.Replicates;
import dev.scorekeeper.v1.ConfidenceInterval;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.EvaluationEnvironment;
import dev.scorekeeper.v1.EvaluationOrBuilder;
import dev.scorekeeper.v1.EvaluationPolicies;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.IntervalOptions;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.OutputCounts;
import dev.scorekeeper.v1.SliceResult;
import dev.scorekeeper.v1.UndefinedReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads records as far as comparing them goes. */
final class ComparedRecords {

  private ComparedRecords() {}

  static ComparedRecord of(EvaluationOrBuilder record) {
    Fields fields = new Fields();
    dataset(record, fields);
    spec(record.getSpec(), fields);
    environment(record.getEnvironment(), fields);
    for (OutputCounts counts : record.getCounts().getOutputsList()) {
      String path = "counts.outputs[" + counts.getOutput() + "].";
      fields.put(path + "counted_rows", counts.getCountedRows());
      fields.put(path + "loss_source", counts.getLossSource());
    }
    List<SliceFigures> parts = new ArrayList<>();
    IntervalOptions intervals = record.getSpec().getIntervals();
    parts.add(
        new SliceFigures(
            List.of(),
            List.of(),
            record.getDataset().getRowCount(),
            false,
            values(record.getValuesList(), intervals)));
    for (SliceResult slice : record.getSlicesList()) {
      parts.add(slice(slice, intervals));
    }
    return new ComparedRecord(fields.values, parts);
  }

  /** Paths with what is there; what says nothing is left out. */
  private static final class Fields {
    final TreeMap<String, String> values = new TreeMap<>();

    void put(String path, Object value) {
      String text = String.valueOf(value);
      if (!text.isEmpty()) {
        values.put(path, text);
      }
    }
  }

  private static void dataset(EvaluationOrBuilder record, Fields fields) {
    fields.put("dataset.version", record.getDataset().getVersion());
    fields.put("dataset.digest", record.getDataset().getDigest());
    fields.put("dataset.row_count", record.getDataset().getRowCount());
  }

  private static void spec(EvaluationSpec spec, Fields fields) {
    fields.put("spec.preprocessing_hash", spec.getPreprocessingHash());
    fields.put("spec.mode", spec.getMode());
    if (spec.hasKeras()) {
      fields.put("spec.keras.profile", spec.getKeras().getProfile());
      fields.put("spec.keras.batch_size", spec.getKeras().getBatchSize());
    }
    EvaluationPolicies policies = spec.getPolicies();
    fields.put("spec.policies.loss_normalizer", policies.getLossNormalizer());
    fields.put("spec.policies.missing_labels", policies.getMissingLabels());
    fields.put("spec.policies.non_finite", policies.getNonFinite());
    fields.put("spec.policies.undefined", policies.getUndefined());
    if (spec.hasExtraLoss()) {
      fields.put("spec.extra_loss", spec.getExtraLoss());
    }
    if (spec.hasIntervals()) {
      fields.put("spec.intervals.method", spec.getIntervals().getMethod());
      fields.put("spec.intervals.replicates", spec.getIntervals().getReplicates());
      fields.put("spec.intervals.seed", spec.getIntervals().getSeed());
      fields.put("spec.intervals.level", spec.getIntervals().getLevel());
    }
    fields.put("spec.slices", slices(spec));
    spec.getOutputsList().forEach(output -> output(output, fields));
  }

  /** Such as "country; country, device": whatever order they were asked in. */
  private static String slices(EvaluationSpec spec) {
    return spec.getSlicesList().stream()
        .map(slice -> slice.getColumnsList().stream().sorted().collect(Collectors.joining(", ")))
        .sorted()
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static void output(EvaluatedOutput output, Fields fields) {
    String path = "spec.outputs[" + output.getDisplayName() + "].";
    if (output.hasDecisionThreshold()) {
      fields.put(path + "decision_threshold", output.getDecisionThreshold());
    }
    fields.put(path + "threshold_inclusive", output.getThresholdInclusive());
    fields.put(path + "label_encoding", output.getLabelEncoding());
    fields.put(path + "score_kind", output.getScoreKind());
    if (output.hasPositiveClass()) {
      fields.put(path + "positive_class", output.getPositiveClass());
    }
    if (output.getClassWeightsCount() > 0) {
      fields.put(path + "class_weights", output.getClassWeightsList());
    }
  }

  private static void environment(EvaluationEnvironment environment, Fields fields) {
    fields.put("environment.server_version", environment.getServerVersion());
    fields.put("environment.server_commit", environment.getServerCommit());
    fields.put("environment.runtime", environment.getRuntime());
    fields.put("environment.settings", environment.getSettings());
    fields.put("environment.processor", environment.getProcessor());
    fields.put("environment.compute_rows", environment.getComputeRows());
    fields.put("environment.device", environment.getDevice());
  }

  private static SliceFigures slice(SliceResult slice, IntervalOptions intervals) {
    boolean hidden =
        slice.getValuesCount() > 0
            && slice.getValuesList().stream()
                .allMatch(
                    value ->
                        value.getUndefined() == UndefinedReason.UNDEFINED_REASON_SLICE_TOO_SMALL);
    return new SliceFigures(
        slice.getKey().getColumnsList(),
        slice.getKey().getValuesList(),
        slice.getRowCount(),
        hidden,
        values(slice.getValuesList(), intervals));
  }

  private static List<FigureValue> values(List<MetricValue> values, IntervalOptions intervals) {
    return values.stream().map(value -> value(value, intervals)).toList();
  }

  private static FigureValue value(MetricValue value, IntervalOptions intervals) {
    MetricKey key = value.getKey();
    return new FigureValue(
        value.getName(),
        new FigureValue.Key(
            key.getMetric(),
            key.getOutput(),
            key.getWeighted(),
            key.hasClassId()
                ? OptionalInt.of(Math.toIntExact(key.getClassId()))
                : OptionalInt.empty(),
            key.getAggregation(),
            key.getDigest()),
        value.getValue(),
        EvaluationTerms.absence(value.getUndefined()),
        value.hasLowerBound() ? value.getLowerBound() : value.getValue(),
        value.hasUpperBound() ? value.getUpperBound() : value.getValue(),
        value.getBatchDependent(),
        value.getCanonical(),
        direction(value),
        new ValueRange(
            value.hasLeast() ? value.getLeast() : Double.NEGATIVE_INFINITY,
            value.hasGreatest() ? value.getGreatest() : Double.POSITIVE_INFINITY),
        value.hasInterval() ? Optional.of(interval(value.getInterval())) : Optional.empty(),
        replicates(value, intervals));
  }

  private static Direction direction(MetricValue value) {
    if (!value.hasHigherIsBetter()) {
      return Direction.NEITHER;
    }
    return value.getHigherIsBetter() ? Direction.HIGHER : Direction.LOWER;
  }

  private static FigureValue.Interval interval(ConfidenceInterval interval) {
    return new FigureValue.Interval(
        interval.getLower(), interval.getUpper(), interval.getStandardError());
  }

  private static Optional<Replicates> replicates(MetricValue value, IntervalOptions intervals) {
    IntervalMethod method =
        switch (intervals.getMethod()) {
          case INTERVAL_METHOD_POISSON_BOOTSTRAP -> IntervalMethod.POISSON_BOOTSTRAP;
          case INTERVAL_METHOD_JACKKNIFE -> IntervalMethod.JACKKNIFE;
          case INTERVAL_METHOD_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    if (method == null || value.getReplicateDeviationsCount() == 0) {
      return Optional.empty();
    }
    float[] deviations = new float[value.getReplicateDeviationsCount()];
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] = value.getReplicateDeviations(i);
    }
    return Optional.of(Replicates.of(method, deviations));
  }
}
