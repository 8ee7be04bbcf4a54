package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.KerasOptions;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.Mode;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.SliceLimits;
import dev.scorekeeper.server.evaluation.engine.Policies;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.EvaluationPolicies;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.IntervalOptions;
import dev.scorekeeper.v1.KerasProfile;
import dev.scorekeeper.v1.SliceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Makes questions of what the wire asks. Unknown enum values are refused, not guessed at. */
final class EvaluationSpecs {

  private static final String SPEC = "header.spec.";
  private static final int KERAS_BATCH = 32;
  private static final double LEVEL = 0.95;

  private EvaluationSpecs() {}

  static EvaluationQuestion question(EvaluationSpec spec) throws ProblemException {
    Mode mode = mode(spec);
    if (spec.getMetricSignaturesCount() == 0 && spec.getOutputsCount() == 0) {
      throw invalid("outputs", "The header asks about no output.");
    }
    List<OutputQuestion> outputs = new ArrayList<>();
    for (int i = 0; i < spec.getOutputsCount(); i++) {
      outputs.add(output(spec.getOutputs(i), "outputs[" + i + "]"));
    }
    return new EvaluationQuestion(
        mode,
        mode == Mode.KERAS ? Optional.of(keras(spec.getKeras())) : Optional.empty(),
        outputs,
        policies(spec.getPolicies()),
        spec.getSlicesList().stream().map(SliceSpec::getColumnsList).map(List::copyOf).toList(),
        sliceLimits(spec),
        intervals(spec.getIntervals()),
        spec.getGatesList(),
        spec.getFirstRelease(),
        spec.hasExtraLoss() ? OptionalDouble.of(spec.getExtraLoss()) : OptionalDouble.empty());
  }

  private static Mode mode(EvaluationSpec spec) throws ProblemException {
    Mode mode =
        switch (spec.getMode()) {
          case EVALUATION_MODE_UNSPECIFIED, EVALUATION_MODE_DATASET -> Mode.DATASET;
          case EVALUATION_MODE_KERAS -> Mode.KERAS;
          case UNRECOGNIZED -> throw unknown("mode", spec.getModeValue());
        };
    if (mode == Mode.DATASET && spec.hasKeras()) {
      throw invalid("keras", "keras is for mode KERAS; the mode is DATASET.");
    }
    return mode;
  }

  private static KerasOptions keras(KerasProfile keras) throws ProblemException {
    if (keras.getBatchSize() < 0) {
      throw invalid(
          "keras.batch_size",
          "keras.batch_size is %d; expected [1, 2^31).".formatted(keras.getBatchSize()),
          Map.of("expected", "[1, 2^31)", "got", Integer.toString(keras.getBatchSize())));
    }
    return new KerasOptions(
        keras.getProfile(), keras.getBatchSize() == 0 ? KERAS_BATCH : keras.getBatchSize());
  }

  private static OutputQuestion output(EvaluatedOutput output, String field)
      throws ProblemException {
    List<MetricQuestion> metrics =
        output.getMetricsList().stream()
            .map(m -> new MetricQuestion(m.getMetric(), m.getName(), m.getWeighted()))
            .toList();
    return new OutputQuestion(
        output.getOutput(),
        output.getDisplayName(),
        output.getLoss(),
        output.hasLossWeight() ? output.getLossWeight() : 1,
        metrics,
        output.hasDecisionThreshold()
            ? OptionalDouble.of(output.getDecisionThreshold())
            : OptionalDouble.empty(),
        output.getThresholdInclusive(),
        EvaluationTerms.encoding(output.getLabelEncoding())
            .orElseThrow(() -> unknown(field + ".label_encoding", output.getLabelEncodingValue())),
        EvaluationTerms.kind(output.getScoreKind())
            .orElseThrow(() -> unknown(field + ".score_kind", output.getScoreKindValue())),
        output.getClassNamesList(),
        positiveClass(output, field),
        output.getClassWeightsList());
  }

  private static OptionalInt positiveClass(EvaluatedOutput output, String field)
      throws ProblemException {
    if (!output.hasPositiveClass()) {
      return OptionalInt.empty();
    }
    long value = output.getPositiveClass();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw invalid(
          field + ".positive_class",
          "positive_class is %d; it is no class.".formatted(value),
          Map.of("got", Long.toString(value)));
    }
    return OptionalInt.of((int) value);
  }

  private static Policies policies(EvaluationPolicies policies) throws ProblemException {
    return new Policies(
        switch (policies.getLossNormalizer()) {
          case LOSS_NORMALIZER_UNSPECIFIED, LOSS_NORMALIZER_BY_COUNT -> LossNormalizer.BY_COUNT;
          case LOSS_NORMALIZER_BY_WEIGHT -> LossNormalizer.BY_WEIGHT;
          case UNRECOGNIZED ->
              throw unknown("policies.loss_normalizer", policies.getLossNormalizerValue());
        },
        switch (policies.getMissingLabels()) {
          case MISSING_LABEL_POLICY_UNSPECIFIED, MISSING_LABEL_POLICY_ERROR ->
              Policies.MissingLabels.ERROR;
          case MISSING_LABEL_POLICY_SKIP -> Policies.MissingLabels.SKIP;
          case UNRECOGNIZED ->
              throw unknown("policies.missing_labels", policies.getMissingLabelsValue());
        },
        switch (policies.getNonFinite()) {
          case NON_FINITE_POLICY_UNSPECIFIED, NON_FINITE_POLICY_FAIL -> Policies.NonFinite.FAIL;
          case NON_FINITE_POLICY_PROPAGATE -> Policies.NonFinite.PROPAGATE;
          case NON_FINITE_POLICY_SKIP -> Policies.NonFinite.SKIP;
          case UNRECOGNIZED -> throw unknown("policies.non_finite", policies.getNonFiniteValue());
        },
        switch (policies.getUndefined()) {
          case UNDEFINED_POLICY_UNSPECIFIED, UNDEFINED_POLICY_NAN -> Policies.UndefinedValues.NAN;
          case UNDEFINED_POLICY_ZERO -> Policies.UndefinedValues.ZERO;
          case UNRECOGNIZED -> throw unknown("policies.undefined", policies.getUndefinedValue());
        });
  }

  private static SliceLimits sliceLimits(EvaluationSpec spec) throws ProblemException {
    long minRows = spec.getSliceLimits().getMinRows();
    int maxSlices = spec.getSliceLimits().getMaxSlices();
    if (minRows < 0 || maxSlices < 0) {
      throw invalid("slice_limits", "slice_limits may not be negative.");
    }
    return new SliceLimits(minRows, maxSlices == 0 ? SliceLimits.DEFAULT.maxSlices() : maxSlices);
  }

  private static Optional<IntervalQuestion> intervals(IntervalOptions options)
      throws ProblemException {
    EvaluationQuestion.IntervalMethod method =
        switch (options.getMethod()) {
          case INTERVAL_METHOD_UNSPECIFIED -> null;
          case INTERVAL_METHOD_POISSON_BOOTSTRAP ->
              EvaluationQuestion.IntervalMethod.POISSON_BOOTSTRAP;
          case INTERVAL_METHOD_JACKKNIFE -> EvaluationQuestion.IntervalMethod.JACKKNIFE;
          case UNRECOGNIZED -> throw unknown("intervals.method", options.getMethodValue());
        };
    if (method == null) {
      return Optional.empty();
    }
    return Optional.of(
        new IntervalQuestion(
            method,
            options.getReplicates() == 0
                ? OptionalInt.empty()
                : OptionalInt.of(options.getReplicates()),
            options.hasLevel() ? options.getLevel() : LEVEL,
            options.getSeed()));
  }

  private static ProblemException unknown(String field, int value) {
    return invalid(
        field,
        "%s is %d, which this server does not know.".formatted(field, value),
        Map.of("got", Integer.toString(value)));
  }

  static ProblemException invalid(String field, String message) {
    return invalid(field, message, Map.of());
  }

  private static ProblemException invalid(
      String field, String message, Map<String, String> details) {
    return new ProblemException(
        new Problem(Reason.EVALUATION_SPEC_INVALID, message, SPEC + field, details, null));
  }
}
