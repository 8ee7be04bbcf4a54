package dev.scorekeeper.server.evaluation.curve;

import dev.scorekeeper.server.evaluation.ArgumentChecks;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.SpecException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which scores a Keras metric counts, and at what thresholds. Labels have the shape of the
 * predictions; a label that is not 0 is a yes, as a cast to bool makes it.
 *
 * @param grid the thresholds
 * @param classes size of the last axis of the predictions
 * @param classId the only class that counts; -1 for all
 * @param topK scores that are not among so many greatest of their row cannot exceed a threshold; 0:
 *     all can
 * @param fromLogits whether scores are put through a sigmoid
 * @param labels 1, or {@code classes} when each is counted for itself
 * @param labelWeights weight of each class; null for 1
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ThresholdSource(
    ThresholdGrid grid,
    int classes,
    int classId,
    int topK,
    boolean fromLogits,
    int labels,
    double @Nullable [] labelWeights) {

  /** Score of what is not among the top k. */
  static final float NOT_TOP = -1e10f;

  /** All scores. */
  static ThresholdSource of(ThresholdGrid grid, MetricContext context) throws SpecException {
    checkShape(context);
    return new ThresholdSource(grid, context.classes(), -1, 0, false, 1, null);
  }

  ThresholdSource onlyClass(int id) {
    return new ThresholdSource(grid, classes, id, topK, fromLogits, labels, labelWeights);
  }

  ThresholdSource onlyTop(int k) {
    return new ThresholdSource(grid, classes, classId, k, fromLogits, labels, labelWeights);
  }

  ThresholdSource ofLogits() {
    return new ThresholdSource(grid, classes, classId, topK, true, labels, labelWeights);
  }

  ThresholdSource byLabel() {
    return new ThresholdSource(grid, classes, classId, topK, fromLogits, classes, null);
  }

  ThresholdSource weighing(double[] weights) {
    return new ThresholdSource(grid, classes, classId, topK, fromLogits, labels, weights);
  }

  /** Key of the state that it gives. */
  String stateKey(boolean weighted) {
    return "thresholds("
        + String.join(
            ", ",
            grid.describe(),
            "class=" + classId,
            "top=" + topK,
            "logits=" + fromLogits,
            "labels=" + labels,
            "weights=" + Arrays.toString(labelWeights),
            "weighted=" + weighted)
        + ")";
  }

  /** The score that is compared. */
  float score(float prediction) {
    return fromLogits ? (float) (1 / (1 + Math.exp(-prediction))) : prediction;
  }

  double labelWeight(int c) {
    return labelWeights == null ? 1 : labelWeights[c];
  }

  private static void checkShape(MetricContext context) throws SpecException {
    if (context.classes() < 1) {
      throw ArgumentChecks.unsuitable(
          "the last axis of the predictions of " + context.output() + " varies");
    }
    long predictions = product(context.predictionShape());
    long labels = product(context.labelShape());
    if (predictions >= 0 && labels >= 0 && predictions != labels) {
      throw ArgumentChecks.unsuitable(
          "it needs labels of the shape of the predictions of "
              + context.output()
              + ", "
              + context.predictionShape()
              + ", one yes or no for each; they are of shape "
              + context.labelShape(),
          context.predictionShape(),
          context.labelShape());
    }
  }

  private static long product(List<Integer> shape) {
    long product = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        return -1;
      }
      product *= dimension;
    }
    return product;
  }
}
