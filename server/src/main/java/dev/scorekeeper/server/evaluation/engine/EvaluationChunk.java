package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.OutputRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows that came together. Filled anew for each call of {@link EvaluationRun#add}, in arrays that
 * are used again and may be longer than needed. Not thread-safe; whoever fills it owns it.
 */
public final class EvaluationChunk {

  /** Rows, {@code >= 0}. */
  public int count;

  /** Index of the first row in the stream, for messages. */
  public long firstRow;

  /** Index of each row in the stream; null when they follow one another from the first. */
  public long @Nullable [] rowNumbers;

  /**
   * Rows of each output, in the order of {@link EvaluationSetup#facts}, of {@link #count} rows
   * each.
   */
  public final OutputRows[] outputs;

  /** For each output whether each row has its label; null when all have. */
  public final boolean[] @Nullable [] presence;

  /**
   * For each of {@link EvaluationSetup#sliceColumns} the value of each row, integers as decimals; a
   * row without a value has null.
   */
  public final @Nullable String[][] slices;

  /** A hash of each row's id that keeps 64 bits, see {@link #hasExampleIds}. */
  public long[] exampleIds = {};

  /** Whether the rows have ids. */
  public boolean hasExampleIds;

  public EvaluationChunk(int outputCount, int sliceColumnCount) {
    outputs = new OutputRows[outputCount];
    Arrays.setAll(outputs, i -> new OutputRows());
    presence = new boolean[outputCount][];
    slices = new String[sliceColumnCount][];
  }

  /** Index of a row in the stream, for messages. */
  long rowNumber(int row) {
    return rowNumbers == null ? firstRow + row : rowNumbers[row];
  }
}
