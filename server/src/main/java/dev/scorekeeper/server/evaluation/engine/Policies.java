package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.LossNormalizer;

/** Choices about rows that are not plain. */
public record Policies(
    LossNormalizer lossNormalizer,
    MissingLabels missingLabels,
    NonFinite nonFinite,
    UndefinedValues undefinedValues) {

  public static final Policies DEFAULT =
      new Policies(
          LossNormalizer.BY_COUNT, MissingLabels.ERROR, NonFinite.FAIL, UndefinedValues.NAN);

  /** What a row without a label means. */
  public enum MissingLabels {
    /** A problem. */
    ERROR,
    /** The row does not count for that output. */
    SKIP
  }

  /** What a prediction that is NaN or infinite means. */
  public enum NonFinite {
    /** A problem. */
    FAIL,
    /** It takes part in the arithmetic. */
    PROPAGATE,
    /** The row does not count for that output. */
    SKIP
  }

  /** How a value that is not defined is shown as a number. */
  public enum UndefinedValues {
    NAN,
    /** As Keras. */
    ZERO
  }
}
