package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.data.InputSpec;
import dev.scorekeeper.v1.EvaluationHeader;
import java.util.List;

/**
 * What is asked of a server, and which rows it gets.
 *
 * @param header the question
 * @param files where the rows come from
 * @param inputs what each row must have
 * @param notes what a person should know before it runs, a sentence each
 */
public record EvaluationPlan(
    EvaluationHeader header, RowFiles files, List<InputSpec> inputs, List<String> notes) {
  private static final long MESSAGE_BYTES = 1 << 20;
  private static final int MOST_ROWS = 8192;

  public EvaluationPlan {
    inputs = List.copyOf(inputs);
    notes = List.copyOf(notes);
  }

  /** Rows of a message when nobody says: about a mebibyte. */
  public int messageRows() {
    long rowBytes = 8;
    for (InputSpec input : inputs) {
      rowBytes += Math.max(1, input.rowSize()) * Math.max(8, input.type().byteSize());
    }
    return (int) Math.max(1, Math.min(MOST_ROWS, MESSAGE_BYTES / rowBytes));
  }
}
