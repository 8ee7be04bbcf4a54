package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.engine.Policies;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationPolicies;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.IntervalMethod;
import dev.scorekeeper.v1.IntervalOptions;
import dev.scorekeeper.v1.KerasProfile;
import dev.scorekeeper.v1.LossNormalizer;
import dev.scorekeeper.v1.MetricSpec;
import dev.scorekeeper.v1.MissingLabelPolicy;
import dev.scorekeeper.v1.NonFinitePolicy;
import dev.scorekeeper.v1.SliceLimits;
import dev.scorekeeper.v1.SliceSpec;
import dev.scorekeeper.v1.UndefinedPolicy;
import java.util.List;

/** Writes questions with everything resolved, for records. */
final class ResolvedSpecs {

  private ResolvedSpecs() {}

  /**
   * The spec that asks a question.
   *
   * @param asked what arithmetic does not know about, such as the data set, is taken from it
   */
  static EvaluationSpec of(EvaluationQuestion question, EvaluationSpec asked) {
    EvaluationSpec.Builder spec =
        EvaluationSpec.newBuilder()
            .setMode(
                question.mode() == EvaluationQuestion.Mode.KERAS
                    ? EvaluationMode.EVALUATION_MODE_KERAS
                    : EvaluationMode.EVALUATION_MODE_DATASET)
            .setPolicies(policies(question.policies()))
            .setSliceLimits(
                SliceLimits.newBuilder()
                    .setMinRows(question.sliceLimits().minRows())
                    .setMaxSlices(question.sliceLimits().maxSlices()))
            .addAllGates(question.gates())
            .setPreprocessingHash(asked.getPreprocessingHash())
            .setBaseline(asked.getBaseline())
            .addAllDespite(asked.getDespiteList())
            .setFirstRelease(question.firstRelease())
            .setRequestId(asked.getRequestId())
            .setNote(asked.getNote())
            .addAllMetricSignatures(asked.getMetricSignaturesList());
    question
        .keras()
        .ifPresent(
            keras ->
                spec.setKeras(
                    KerasProfile.newBuilder()
                        .setProfile(keras.profile())
                        .setBatchSize(keras.batchSize())));
    question.outputs().forEach(output -> spec.addOutputs(output(output)));
    for (List<String> columns : question.slices()) {
      spec.addSlices(SliceSpec.newBuilder().addAllColumns(columns));
    }
    question.intervals().ifPresent(intervals -> spec.setIntervals(intervals(intervals)));
    if (asked.hasDataset()) {
      spec.setDataset(asked.getDataset());
    }
    question.extraLoss().ifPresent(spec::setExtraLoss);
    return spec.build();
  }

  private static EvaluatedOutput output(OutputQuestion output) {
    EvaluatedOutput.Builder message =
        EvaluatedOutput.newBuilder()
            .setOutput(output.output())
            .setDisplayName(output.displayName())
            .setLoss(output.loss())
            .setLossWeight(output.lossWeight())
            .setThresholdInclusive(output.thresholdInclusive())
            .addAllClassNames(output.classNames())
            .addAllClassWeights(output.classWeights());
    for (MetricQuestion metric : output.metrics()) {
      message.addMetrics(
          MetricSpec.newBuilder()
              .setMetric(metric.metric())
              .setName(metric.name())
              .setWeighted(metric.weighted()));
    }
    output.decisionThreshold().ifPresent(message::setDecisionThreshold);
    output
        .labelEncoding()
        .ifPresent(encoding -> message.setLabelEncoding(EvaluationTerms.encoding(encoding)));
    output.scoreKind().ifPresent(kind -> message.setScoreKind(EvaluationTerms.kind(kind)));
    output.positiveClass().ifPresent(message::setPositiveClass);
    return message.build();
  }

  private static EvaluationPolicies policies(Policies policies) {
    return EvaluationPolicies.newBuilder()
        .setLossNormalizer(
            switch (policies.lossNormalizer()) {
              case BY_COUNT -> LossNormalizer.LOSS_NORMALIZER_BY_COUNT;
              case BY_WEIGHT -> LossNormalizer.LOSS_NORMALIZER_BY_WEIGHT;
            })
        .setMissingLabels(
            switch (policies.missingLabels()) {
              case ERROR -> MissingLabelPolicy.MISSING_LABEL_POLICY_ERROR;
              case SKIP -> MissingLabelPolicy.MISSING_LABEL_POLICY_SKIP;
            })
        .setNonFinite(
            switch (policies.nonFinite()) {
              case FAIL -> NonFinitePolicy.NON_FINITE_POLICY_FAIL;
              case PROPAGATE -> NonFinitePolicy.NON_FINITE_POLICY_PROPAGATE;
              case SKIP -> NonFinitePolicy.NON_FINITE_POLICY_SKIP;
            })
        .setUndefined(
            switch (policies.undefinedValues()) {
              case NAN -> UndefinedPolicy.UNDEFINED_POLICY_NAN;
              case ZERO -> UndefinedPolicy.UNDEFINED_POLICY_ZERO;
            })
        .build();
  }

  private static IntervalOptions intervals(IntervalQuestion intervals) {
    IntervalOptions.Builder message =
        IntervalOptions.newBuilder()
            .setMethod(
                switch (intervals.method()) {
                  case POISSON_BOOTSTRAP -> IntervalMethod.INTERVAL_METHOD_POISSON_BOOTSTRAP;
                  case JACKKNIFE -> IntervalMethod.INTERVAL_METHOD_JACKKNIFE;
                })
            .setLevel(intervals.level())
            .setSeed(intervals.seed());
    intervals.replicates().ifPresent(message::setReplicates);
    return message.build();
  }
}
