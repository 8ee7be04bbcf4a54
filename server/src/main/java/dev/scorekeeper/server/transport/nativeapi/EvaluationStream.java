package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.LabelledRows;
import org.jspecify.annotations.Nullable;

/**
 * The order of an evaluation's messages. Not thread-safe.
 *
 * <pre>
 *   new ──header──→ rows 0 ──→ rows 1 ──→ ... ──end──→ complete
 * </pre>
 */
final class EvaluationStream {

  private @Nullable EvaluationHeader header;
  private long nextSequence;
  private boolean complete;

  /**
   * The header, which must be the first message.
   *
   * @param message null when there is none
   */
  EvaluationHeader begin(@Nullable EvaluateRequest message) throws ProblemException {
    if (message == null) {
      throw problem(
          Reason.EVALUATION_HEADER_MISSING,
          "",
          "The stream ended without any message; the first one must be the header.");
    }
    if (message.getMessageCase() != EvaluateRequest.MessageCase.HEADER) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.EVALUATION_HEADER_MISSING,
                  name(message),
                  "The first message is '%s'; it must be the header, which says what to evaluate."
                      .formatted(name(message)))
              .with("got", name(message))
              .with("expected", "header"));
    }
    header = message.getHeader();
    return header;
  }

  /**
   * Checks a message after the header.
   *
   * @param message null when the stream ended
   * @param rowsSoFar rows of the messages before
   * @return its rows; null when it was the end, and all is well
   */
  @Nullable LabelledRows next(@Nullable EvaluateRequest message, long rowsSoFar)
      throws ProblemException {
    if (header == null || complete) {
      throw new IllegalStateException("there is nothing to go on with");
    }
    if (message == null) {
      throw new ProblemException(
          Problem.of(
                  Reason.EVALUATION_INCOMPLETE,
                  ("The stream ended after %d rows without its last message, 'end': the evaluation is not"
                          + " complete, and nothing was recorded.")
                      .formatted(rowsSoFar))
              .with("rows", rowsSoFar));
    }
    switch (message.getMessageCase()) {
      case ROWS -> {
        checkSequence(message.getRows().getSequence());
        return message.getRows();
      }
      case END -> {
        checkRowCount(message.getEnd().getRowCount(), rowsSoFar);
        complete = true;
        return null;
      }
      case HEADER ->
          throw problem(
              Reason.EVALUATION_SEQUENCE_BROKEN, "header", "The header came a second time.");
      case MESSAGE_NOT_SET ->
          throw problem(
              Reason.REQUEST_MALFORMED, "", "The message is none of header, rows and end.");
    }
    throw new IllegalStateException("unknown message");
  }

  private void checkSequence(long sequence) throws ProblemException {
    if (sequence != nextSequence) {
      String why = sequence < nextSequence ? "rows came twice or out of order" : "rows are missing";
      throw new ProblemException(
          Problem.ofField(
                  Reason.EVALUATION_SEQUENCE_BROKEN,
                  "rows.sequence",
                  "rows.sequence is %d, expected %d: %s. Nothing was recorded."
                      .formatted(sequence, nextSequence, why))
              .with("got", sequence)
              .with("expected", nextSequence));
    }
    nextSequence++;
  }

  private static void checkRowCount(long stated, long rows) throws ProblemException {
    if (stated != rows) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.EVALUATION_ROW_COUNT_MISMATCH,
                  "end.row_count",
                  "end.row_count is %d, but %d rows came. Nothing was recorded."
                      .formatted(stated, rows))
              .with("got", stated)
              .with("expected", rows));
    }
  }

  /** The problem of a message after the end. */
  static Problem afterEnd() {
    return Problem.of(
        Reason.EVALUATION_SEQUENCE_BROKEN, "A message came after the end. Nothing was recorded.");
  }

  private static String name(EvaluateRequest message) {
    return switch (message.getMessageCase()) {
      case HEADER -> "header";
      case ROWS -> "rows";
      case END -> "end";
      case MESSAGE_NOT_SET -> "nothing";
    };
  }

  private static ProblemException problem(Reason reason, String field, String message) {
    return new ProblemException(
        field.isEmpty() ? Problem.of(reason, message) : Problem.ofField(reason, field, message));
  }
}
