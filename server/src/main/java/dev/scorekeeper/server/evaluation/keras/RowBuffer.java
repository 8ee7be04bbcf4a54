package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.OutputRows;
import java.util.Arrays;

/** Rows of one output that are kept until their batch is whole. Not thread-safe. */
final class RowBuffer {

  private final OutputRows kept = new OutputRows();

  /** The rows that are kept. */
  OutputRows rows() {
    return kept;
  }

  /** Elements that would be kept with so many rows more. */
  long elementsWith(OutputRows rows, int more) {
    long width = (long) rows.predictionWidth + rows.labelWidth + rows.weightWidth;
    return (kept.count + (long) more) * width;
  }

  /** Keeps copies of some rows, shaped as those that are kept. */
  void add(OutputRows rows, int from, int count) {
    if (kept.count == 0) {
      take(rows);
    }
    int to = kept.count;
    kept.predictions =
        copied(rows.predictions, kept.predictions, rows.predictionWidth, from, to, count);
    kept.labels = copied(rows.labels, kept.labels, rows.labelWidth, from, to, count);
    kept.weights = copied(rows.weights, kept.weights, rows.weightWidth, from, to, count);
    copyMask(rows, from, to, count);
    copyLogits(rows, from, to, count);
    kept.count += count;
  }

  /** Forgets all rows. */
  void clear() {
    kept.count = 0;
  }

  private void take(OutputRows rows) {
    kept.predictionWidth = rows.predictionWidth;
    kept.predictionShape = rows.predictionShape;
    kept.labelWidth = rows.labelWidth;
    kept.labelShape = rows.labelShape;
    kept.weightWidth = rows.weightWidth;
    kept.maskWidth = rows.maskWidth;
    kept.logits = rows.logits == null ? null : new float[0];
  }

  private void copyMask(OutputRows rows, int from, int to, int count) {
    int width = rows.maskWidth;
    if (kept.mask.length < (to + count) * width) {
      kept.mask = Arrays.copyOf(kept.mask, grown((to + count) * width));
    }
    System.arraycopy(rows.mask, from * width, kept.mask, to * width, count * width);
  }

  private void copyLogits(OutputRows rows, int from, int to, int count) {
    float[] logits = rows.logits;
    float[] known = kept.logits;
    if (logits != null && known != null) {
      kept.logits = copied(logits, known, rows.predictionWidth, from, to, count);
    }
  }

  private static float[] copied(
      float[] source, float[] target, int width, int from, int to, int count) {
    float[] result =
        target.length < (to + count) * width
            ? Arrays.copyOf(target, grown((to + count) * width))
            : target;
    System.arraycopy(source, from * width, result, to * width, count * width);
    return result;
  }

  private static double[] copied(
      double[] source, double[] target, int width, int from, int to, int count) {
    double[] result =
        target.length < (to + count) * width
            ? Arrays.copyOf(target, grown((to + count) * width))
            : target;
    System.arraycopy(source, from * width, result, to * width, count * width);
    return result;
  }

  private static int grown(int needed) {
    return (int) Math.min(needed + (needed >> 1) + 16L, Integer.MAX_VALUE - 8L);
  }
}
