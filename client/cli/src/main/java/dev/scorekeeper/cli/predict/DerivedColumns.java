package dev.scorekeeper.cli.predict;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Columns that are read off scores: which class is best, which scores are above a threshold. */
final class DerivedColumns {
  private DerivedColumns() {}

  /**
   * Index of the largest element along the last axis, {@code NAME_class}, int64.
   *
   * <p>The lowest index among equals. NaN is never the largest; index 0 where all are NaN.
   */
  static Block classes(Block scores) {
    List<Integer> shape = scores.rowShape();
    int width = shape.get(shape.size() - 1);
    int lists = width == 0 ? 0 : scores.rowCount() * scores.rowSize() / width;
    ByteBuffer indices = ByteBuffer.allocate(lists * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int list = 0; list < lists; list++) {
      indices.putLong(largest(scores, list * width, width));
    }
    return Block.ofNumbers(
        scores.name() + "_class",
        ElementType.INT64,
        scores.rowCount(),
        shape.subList(0, shape.size() - 1),
        indices.flip());
  }

  private static int largest(Block scores, int first, int width) {
    int best = 0;
    double most = Double.NaN;
    for (int i = 0; i < width; i++) {
      double score = scores.doubleAt(first + i);
      if (score > most || (Double.isNaN(most) && !Double.isNaN(score))) {
        most = score;
        best = i;
      }
    }
    return best;
  }

  /**
   * Whether each element is above a threshold, {@code NAME_above}, bool.
   *
   * <p>Compared in float32, as Keras does: the threshold is rounded first. NaN is not above.
   */
  static Block above(Block scores, double threshold) {
    int count = scores.rowCount() * scores.rowSize();
    float limit = (float) threshold;
    ByteBuffer decisions = ByteBuffer.allocate(count);
    for (int i = 0; i < count; i++) {
      decisions.put((byte) ((float) scores.doubleAt(i) > limit ? 1 : 0));
    }
    return Block.ofNumbers(
        scores.name() + "_above",
        ElementType.BOOL,
        scores.rowCount(),
        scores.rowShape(),
        decisions.flip());
  }
}
