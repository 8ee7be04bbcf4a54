package dev.scorekeeper.server.evaluation.engine;

/** Why an evaluation cannot be, or cannot go on. Stable: a reason never changes its meaning. */
public enum EvaluationReason {
  /** The question contradicts itself or something in it is out of range. */
  BAD_QUESTION,
  /** A loss, metric, slice or gate cannot be read; the message names the position. */
  BAD_TEXT,
  /** There is no such loss or metric. */
  UNKNOWN_METRIC,
  /** A metric has no such parameter. */
  UNKNOWN_PARAMETER,
  /** A parameter's value is of the wrong type or out of range. */
  BAD_PARAMETER,
  /** A loss or metric does not suit its output. */
  NOT_SUITABLE,
  /** The model has no such output, or it is asked about twice. */
  UNKNOWN_OUTPUT,
  /** Two values would have the same name. */
  NAME_REPEATED,
  /** Labels do not have the shape that they should have. */
  BAD_LABEL_SHAPE,
  /** A label is none that the output may have. */
  BAD_LABEL,
  /** A row has no label. */
  LABEL_MISSING,
  /** A weight is negative, NaN or infinite, or weights have the wrong shape. */
  BAD_WEIGHT,
  /** A mask has the wrong shape. */
  BAD_MASK,
  /** A prediction is not of the kind that it is said to be, such as a probability of 1.5. */
  BAD_PREDICTION,
  /** A prediction is NaN or infinite. */
  NOT_FINITE,
  /** A column that slices are made by is not there. */
  SLICE_COLUMN_MISSING,
  /** There are more slices than may be. */
  TOO_MANY_SLICES,
  /** Intervals need example ids, and there are none. */
  EXAMPLE_IDS_MISSING,
  /** A metric groups rows by query, and rows do not say theirs. */
  QUERY_IDS_MISSING,
  /** The state would take more memory than it may. */
  TOO_LARGE,
  /** No row came. */
  EMPTY_DATA_SET
}
