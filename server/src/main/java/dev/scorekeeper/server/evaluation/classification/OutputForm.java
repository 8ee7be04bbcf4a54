package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.ArgumentChecks;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import java.util.List;

/**
 * What an output answers. A row may answer more than once: the product of the axes of its
 * predictions, but for the classes, is its number of positions.
 */
public enum OutputForm {
  /** Yes or no, by one score at each position. */
  BINARY,
  /** One class of several, by a score for each. */
  CLASSES,
  /** Several questions, each yes or no, by a score for each. */
  QUESTIONS,
  /** One class of several, by its index. */
  CLASS_IDS;

  /**
   * The form that shapes and encoding show.
   *
   * @throws SpecException when labels are real numbers
   */
  public static OutputForm of(MetricContext context) throws SpecException {
    if (context.encoding() == LabelEncoding.REAL) {
      throw ArgumentChecks.unsuitable(
          "labels of "
              + context.output()
              + " are real numbers; a metric of classes wants SPARSE, ONE_HOT, MULTI_LABEL or"
              + " SIGNED_BINARY labels",
          "SPARSE, ONE_HOT, MULTI_LABEL or SIGNED_BINARY",
          "REAL");
    }
    OutputForm form = form(context);
    boolean sparse = form == CLASSES && context.encoding() == LabelEncoding.SPARSE;
    requireLabels(context, sparse ? Math.max(context.classes(), 1) : 1);
    return form;
  }

  private static OutputForm form(MetricContext context) {
    if (context.kind() == ScoreKind.CLASS_ID) {
      return CLASS_IDS;
    }
    if (context.classes() == 1) {
      return BINARY;
    }
    return switch (context.encoding()) {
      case ONE_HOT -> CLASSES;
      case MULTI_LABEL -> QUESTIONS;
      case SIGNED_BINARY -> BINARY;
      case SPARSE, REAL -> elementwise(context) ? BINARY : CLASSES;
    };
  }

  /**
   * Checks that there is one label for so many elements of the predictions.
   *
   * @throws SpecException when there are more or fewer, as far as shapes are known
   */
  static void requireLabels(MetricContext context, int each) throws SpecException {
    long predictions = elements(context.predictionShape());
    long labels = elements(context.labelShape());
    if (predictions >= 0 && labels >= 0 && predictions != labels * each) {
      throw ArgumentChecks.unsuitable(
              "predictions of "
                  + context.output()
                  + " of shape "
                  + context.predictionShape()
                  + " need "
                  + predictions / each
                  + " labels a row, not of shape "
                  + context.labelShape(),
              predictions / each,
              context.labelShape())
          .with("predictions", context.predictionShape());
    }
  }

  private static long elements(List<Integer> shape) {
    long elements = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        return -1;
      }
      elements *= dimension;
    }
    return elements;
  }

  /** A label above one half is a yes. */
  public static boolean yes(double label) {
    return label > 0.5;
  }

  /** Index of the greatest; the lowest among equals. NaN is passed over, as by TensorFlow. */
  public static int greatest(float[] values, int from, int count) {
    int greatest = 0;
    float most = -Float.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      if (values[from + i] > most) {
        most = values[from + i];
        greatest = i;
      }
    }
    return greatest;
  }

  /** Index of the greatest; the lowest among equals. NaN is passed over. */
  public static int greatest(double[] values, int from, int count) {
    int greatest = 0;
    double most = -Double.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      if (values[from + i] > most) {
        most = values[from + i];
        greatest = i;
      }
    }
    return greatest;
  }

  /** Class of the label at a position of a row, for {@link #CLASSES}; -1 when it is none. */
  public static int labelClass(OutputRows rows, int row, int position, int classes) {
    if (rows.labelWidth == rows.predictionWidth) {
      return greatest(rows.labels, row * rows.labelWidth + position * classes, classes);
    }
    return classId(rows.labels[row * rows.labelWidth + position]);
  }

  /** A class index as an int; -1 when the number is none. */
  public static int classId(double label) {
    return label >= 0 && label < Integer.MAX_VALUE ? (int) label : -1;
  }

  private static boolean elementwise(MetricContext context) {
    List<Integer> labels = context.labelShape();
    return !labels.isEmpty() && labels.equals(context.predictionShape());
  }
}
