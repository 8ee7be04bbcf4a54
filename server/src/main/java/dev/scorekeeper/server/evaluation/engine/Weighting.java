package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.OutputRows;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Whether the rows of an output came with weights. Rows without would count among rows with weights
 * as if theirs were 1, which nobody said: they do not go together.
 */
enum Weighting {
  /** There are no rows, which go with any. */
  NO_ROWS(0, "no rows"),
  UNWEIGHTED(1, "no weights"),
  WEIGHTED(2, "weights");

  /** In a state. */
  private final int code;

  private final String words;

  Weighting(int code, String words) {
    this.code = code;
    this.words = words;
  }

  static Weighting of(OutputRows rows) {
    if (rows.count == 0) {
      return NO_ROWS;
    }
    return rows.weightWidth > 0 ? WEIGHTED : UNWEIGHTED;
  }

  /**
   * That of these rows and others together.
   *
   * @param output that they are of, for the problem
   * @throws EvaluationException when some have weights and others none
   */
  Weighting with(Weighting others, String output) throws EvaluationException {
    if (this == NO_ROWS) {
      return others;
    }
    if (others != NO_ROWS && others != this) {
      throw new EvaluationException(
              EvaluationReason.BAD_WEIGHT,
              "weights",
              "rows have %s for output '%s', and rows before them have %s: all rows have weights, or none"
                  .formatted(others.words, output, words))
          .with("output", output)
          .with("got", others.words)
          .with("expected", words);
    }
    return this;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(code);
  }

  static Weighting read(DataInput in) throws IOException {
    int code = in.readUnsignedByte();
    return switch (code) {
      case 0 -> NO_ROWS;
      case 1 -> UNWEIGHTED;
      case 2 -> WEIGHTED;
      default -> throw new IOException("no weighting has the code " + code);
    };
  }
}
