package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.v1.LabelEncoding;
import dev.scorekeeper.v1.LossSource;
import dev.scorekeeper.v1.ScoreKind;
import dev.scorekeeper.v1.UndefinedReason;
import java.util.Optional;

/** The same words on the wire and here. */
final class EvaluationTerms {

  private EvaluationTerms() {}

  /** Empty for a value that is not known; empty inside for one that is not stated. */
  static Optional<Optional<MetricContext.LabelEncoding>> encoding(LabelEncoding encoding) {
    return switch (encoding) {
      case LABEL_ENCODING_UNSPECIFIED -> Optional.of(Optional.empty());
      case LABEL_ENCODING_SPARSE -> stated(MetricContext.LabelEncoding.SPARSE);
      case LABEL_ENCODING_ONE_HOT -> stated(MetricContext.LabelEncoding.ONE_HOT);
      case LABEL_ENCODING_MULTI_LABEL -> stated(MetricContext.LabelEncoding.MULTI_LABEL);
      case LABEL_ENCODING_REAL -> stated(MetricContext.LabelEncoding.REAL);
      case LABEL_ENCODING_SIGNED_BINARY -> stated(MetricContext.LabelEncoding.SIGNED_BINARY);
      case UNRECOGNIZED -> Optional.empty();
    };
  }

  static LabelEncoding encoding(MetricContext.LabelEncoding encoding) {
    return switch (encoding) {
      case SPARSE -> LabelEncoding.LABEL_ENCODING_SPARSE;
      case ONE_HOT -> LabelEncoding.LABEL_ENCODING_ONE_HOT;
      case MULTI_LABEL -> LabelEncoding.LABEL_ENCODING_MULTI_LABEL;
      case REAL -> LabelEncoding.LABEL_ENCODING_REAL;
      case SIGNED_BINARY -> LabelEncoding.LABEL_ENCODING_SIGNED_BINARY;
    };
  }

  /** As {@link #encoding(LabelEncoding)}. */
  static Optional<Optional<MetricContext.ScoreKind>> kind(ScoreKind kind) {
    return switch (kind) {
      case SCORE_KIND_UNSPECIFIED -> Optional.of(Optional.empty());
      case SCORE_KIND_PROBABILITY -> stated(MetricContext.ScoreKind.PROBABILITY);
      case SCORE_KIND_LOGIT -> stated(MetricContext.ScoreKind.LOGIT);
      case SCORE_KIND_REAL -> stated(MetricContext.ScoreKind.REAL);
      case SCORE_KIND_CLASS_ID -> stated(MetricContext.ScoreKind.CLASS_ID);
      case UNRECOGNIZED -> Optional.empty();
    };
  }

  static ScoreKind kind(MetricContext.ScoreKind kind) {
    return switch (kind) {
      case PROBABILITY -> ScoreKind.SCORE_KIND_PROBABILITY;
      case LOGIT -> ScoreKind.SCORE_KIND_LOGIT;
      case REAL -> ScoreKind.SCORE_KIND_REAL;
      case CLASS_ID -> ScoreKind.SCORE_KIND_CLASS_ID;
    };
  }

  static LossSource source(EvaluationFigures.LossSource source) {
    return switch (source) {
      case NONE -> LossSource.LOSS_SOURCE_UNSPECIFIED;
      case OUTPUT -> LossSource.LOSS_SOURCE_OUTPUT;
      case LOGITS_FROM_GRAPH -> LossSource.LOSS_SOURCE_LOGITS_FROM_GRAPH;
      case PROBABILITIES_CLIPPED -> LossSource.LOSS_SOURCE_PROBABILITIES_CLIPPED;
      case SIGNATURE -> LossSource.LOSS_SOURCE_SIGNATURE;
    };
  }

  static UndefinedReason absence(FigureValue.Absence absence) {
    return switch (absence) {
      case NOT -> UndefinedReason.UNDEFINED_REASON_UNSPECIFIED;
      case ZERO_DENOMINATOR -> UndefinedReason.UNDEFINED_REASON_ZERO_DENOMINATOR;
      case ONE_CLASS -> UndefinedReason.UNDEFINED_REASON_ONE_CLASS;
      case EMPTY -> UndefinedReason.UNDEFINED_REASON_EMPTY;
      case NOT_FINITE -> UndefinedReason.UNDEFINED_REASON_NOT_FINITE;
      case SLICE_TOO_SMALL -> UndefinedReason.UNDEFINED_REASON_SLICE_TOO_SMALL;
    };
  }

  static FigureValue.Absence absence(UndefinedReason reason) {
    return switch (reason) {
      case UNDEFINED_REASON_UNSPECIFIED, UNRECOGNIZED -> FigureValue.Absence.NOT;
      case UNDEFINED_REASON_ZERO_DENOMINATOR -> FigureValue.Absence.ZERO_DENOMINATOR;
      case UNDEFINED_REASON_ONE_CLASS -> FigureValue.Absence.ONE_CLASS;
      case UNDEFINED_REASON_EMPTY -> FigureValue.Absence.EMPTY;
      case UNDEFINED_REASON_NOT_FINITE -> FigureValue.Absence.NOT_FINITE;
      case UNDEFINED_REASON_SLICE_TOO_SMALL -> FigureValue.Absence.SLICE_TOO_SMALL;
    };
  }

  private static <T> Optional<Optional<T>> stated(T value) {
    return Optional.of(Optional.of(value));
  }
}
