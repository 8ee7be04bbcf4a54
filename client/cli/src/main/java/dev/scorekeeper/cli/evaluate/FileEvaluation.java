package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.remote.RemoteEvaluations;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.client.EvaluationRequest;
import dev.scorekeeper.client.EvaluationResult;
import java.util.function.LongSupplier;

/** Sends the rows of files to a server that evaluates them. */
public final class FileEvaluation {
  private final EvaluationPlan plan;
  private final int messageRows;

  /**
   * Prepares it.
   *
   * @param messageRows rows of a message, at least 1
   */
  public FileEvaluation(EvaluationPlan plan, int messageRows) {
    this.plan = plan;
    this.messageRows = messageRows;
  }

  /**
   * Runs it.
   *
   * @throws CommandException when the files cannot be read or the server refuses
   */
  public EvaluationResult run(RemoteEvaluations server, ProgressLine line, LongSupplier nanoTime) {
    EvaluationProgressLine progress = new EvaluationProgressLine(line, nanoTime);
    try (RowMessages rows = new RowMessages(plan, messageRows, progress::read)) {
      return server.evaluate(EvaluationRequest.of(plan.header()), rows, progress::done);
    }
  }
}
