package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;
import java.util.Arrays;

/**
 * Values of a batch.
 *
 * @param scalar whether it is one number for the whole batch, or one for each region of it: there
 *     are then no rows
 * @param cells values of each row; without rows, all
 * @param values row by row
 * @param valid which of them count, by labels or by their value, as Keras' own mask of losses
 * @param clippedRows rows in which a probability was clipped for a logarithm
 */
@SuppressWarnings("ArrayRecordComponent") // Long rows of numbers; never compared.
public record BatchValues(
    boolean scalar, int cells, double[] values, boolean[] valid, int clippedRows) {

  static BatchValues ofRows(int rows, int cells) {
    double[] values = new double[rows * cells];
    boolean[] valid = new boolean[rows * cells];
    Arrays.fill(valid, true);
    return new BatchValues(false, cells, values, valid, 0);
  }

  static BatchValues ofScalars(double... values) {
    boolean[] valid = new boolean[values.length];
    Arrays.fill(valid, true);
    return new BatchValues(true, values.length, values, valid, 0);
  }

  static BatchValues ofRows(ElementFunction function, OutputRows batch) {
    int cells = function.cells(batch);
    BatchValues all = ofRows(batch.count, cells);
    double[] row = new double[cells];
    int clipped = 0;
    for (int r = 0; r < batch.count; r++) {
      clipped += function.compute(batch, r, row) ? 1 : 0;
      for (int cell = 0; cell < cells; cell++) {
        all.values[r * cells + cell] = row[cell];
        all.valid[r * cells + cell] = function.counts(batch, r, cell);
      }
    }
    return new BatchValues(false, cells, all.values, all.valid, clipped);
  }
}
