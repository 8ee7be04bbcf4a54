package dev.scorekeeper.cli.remote;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.client.EvaluationStream;
import dev.scorekeeper.client.LabelledRows;
import dev.scorekeeper.client.ScorekeeperException;
import dev.scorekeeper.v1.EvaluationState;

/**
 * A part of a data set on its way to a server. Every failure is a {@link CommandException}. For one
 * thread.
 */
public final class RemoteShard implements AutoCloseable {
  private final String target;
  private final EvaluationStream<EvaluationState> stream;

  RemoteShard(String target, EvaluationStream<EvaluationState> stream) {
    this.target = target;
    this.stream = stream;
  }

  /** Sends rows, first waiting while the server does not take more. */
  public void send(LabelledRows rows) {
    try {
      stream.send(rows);
    } catch (ScorekeeperException e) {
      throw Refusals.explainEvaluation(target, e);
    }
  }

  /** Says that these were all, and waits for the state. */
  public EvaluationState finish() {
    try {
      return stream.finish();
    } catch (ScorekeeperException e) {
      throw Refusals.explainEvaluation(target, e);
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
