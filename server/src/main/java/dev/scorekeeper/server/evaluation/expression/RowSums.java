package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.exact.ExactSum;

/** Adds the elements of rows to sums. Not thread-safe. */
final class RowSums {

  /** Elements computed at once. */
  private static final int MOST = 64;

  private final ExpressionMetric metric;
  private RowProgram.Registers registers;
  private final int[] found = new int[1];

  RowSums(ExpressionMetric metric) {
    this.metric = metric;
    this.registers = metric.program().registers(1);
  }

  /**
   * Adds each {@code stride}-th element of a row, from the first on, so many times.
   *
   * @param weighted whether elements count with their weights
   */
  void add(
      OutputRows rows,
      int row,
      int first,
      int stride,
      ExactSum[] sums,
      boolean weighted,
      int times) {
    int elements = (rows.predictionWidth - first + stride - 1) / stride;
    if (registers.block() < Math.min(elements, MOST)) {
      registers = metric.program().registers(Math.min(elements, MOST));
    }
    int from = first;
    while (from < rows.predictionWidth) {
      from += stride * Elements.fill(rows, row, from, stride, registers, found);
      registers.run(found[0]);
      for (int i = 0; i < sums.length; i++) {
        add(sums[i], registers.result(i), found[0], weighted, times);
      }
    }
  }

  private void add(ExactSum sum, double[] values, int count, boolean weighted, int times) {
    double[] weights = registers.weights();
    for (int i = 0; i < count; i++) {
      if (weighted) {
        sum.addProduct(values[i], weights[i], times);
      } else {
        sum.add(values[i], times);
      }
    }
  }
}
