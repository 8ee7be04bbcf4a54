package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.OutputRows;

/** Whether labels are what the encoding says, and which class each is. Allocates nothing. */
final class LabelCheck {

  /** How far from 1 the sum of a distribution of labels may be. */
  private static final double SUM_TOLERANCE = 1e-4;

  private final PlannedOutput output;
  private final LabelEncoding encoding;

  /** Classes along the last axis; 2 where labels are indices for a binary output. */
  private final int classes;

  private final long[] ignored;

  LabelCheck(PlannedOutput output) {
    this.output = output;
    this.encoding = output.context().encoding();
    this.classes =
        encoding == LabelEncoding.SPARSE ? output.labelClasses() : output.context().classes();
    this.ignored = output.ignoredClasses().stream().mapToLong(Long::longValue).toArray();
  }

  /** Labels a row: one for each distribution, index or number. */
  int positions(OutputRows rows) {
    return encoding == LabelEncoding.ONE_HOT ? rows.labelWidth / classes : rows.labelWidth;
  }

  /** The class at a position of a row that was checked; -1 when it is to be ignored. */
  int classAt(OutputRows rows, int row, int position) {
    if (encoding == LabelEncoding.ONE_HOT) {
      int from = row * rows.labelWidth + position * classes;
      int best = 0;
      for (int i = 1; i < classes; i++) {
        if (rows.labels[from + i] > rows.labels[from + best]) {
          best = i;
        }
      }
      return best;
    }
    double label = rows.labels[row * rows.labelWidth + position];
    if (encoding == LabelEncoding.SIGNED_BINARY) {
      return label > 0 ? 1 : 0;
    }
    return isIgnored(label) || !(label >= 0 && label < classes) ? -1 : (int) label;
  }

  /**
   * Checks a row's labels, and counts them.
   *
   * @param number of the row in the stream
   */
  void check(OutputRows rows, int row, long number, Tally tally) throws EvaluationException {
    int positions = positions(rows);
    for (int position = 0; position < positions; position++) {
      if (rows.maskWidth > 1 && isMasked(rows, row, position, positions)) {
        continue;
      }
      int width = encoding == LabelEncoding.ONE_HOT ? classes : 1;
      int at = row * rows.labelWidth + position * width;
      if (width > 1) {
        oneHot(rows, at, number);
      } else {
        single(rows.labels[at], number);
      }
      if (tally.countsLabels()) {
        int label = classAt(rows, row, position);
        if (label >= 0) {
          tally.label(label);
        }
      }
    }
  }

  private void single(double label, long row) throws EvaluationException {
    boolean good =
        switch (encoding) {
          case SPARSE ->
              (label >= 0 && label < classes && label == (int) label) || isIgnored(label);
          case MULTI_LABEL -> label == 0 || label == 1;
          case SIGNED_BINARY -> label == -1 || label == 1;
          case REAL, ONE_HOT -> Math.abs(label) <= Double.MAX_VALUE;
        };
    if (!good) {
      throw problem(row, "has label " + shown(label), label);
    }
  }

  private void oneHot(OutputRows rows, int at, long row) throws EvaluationException {
    double sum = 0;
    boolean good = true;
    for (int i = at; i < at + classes; i++) {
      double label = rows.labels[i];
      good &= label >= 0 && label <= 1;
      sum += label;
    }
    if (!good || Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw problem(row, "has a label whose elements sum to " + shown(sum), sum);
    }
  }

  private boolean isIgnored(double label) {
    for (long one : ignored) {
      if (label == one) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMasked(OutputRows rows, int row, int position, int positions) {
    return !rows.mask[row * rows.maskWidth + (int) ((long) position * rows.maskWidth / positions)];
  }

  private String wanted() {
    return switch (encoding) {
      case SPARSE -> "the index of a class, an integer in [0, " + classes + ")";
      case ONE_HOT -> "elements in [0, 1] that sum to 1, one for each class";
      case MULTI_LABEL -> "0 or 1";
      case SIGNED_BINARY -> "-1 or 1";
      case REAL -> "a finite number";
    };
  }

  private static String shown(double label) {
    return label == Math.rint(label) && Math.abs(label) < 1e15
        ? Long.toString((long) label)
        : Double.toString(label);
  }

  private EvaluationException problem(long row, String what, double got) {
    String message = what + "; expected " + wanted();
    return RowIntake.problem(EvaluationReason.BAD_LABEL, "labels", output, row, message)
        .with("encoding", encoding)
        .with("expected", wanted())
        .with("got", shown(got));
  }
}
