package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.remote.RemoteEvaluations;
import dev.scorekeeper.cli.remote.RemoteShard;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.client.EvaluationRequest;
import dev.scorekeeper.client.EvaluationResult;
import dev.scorekeeper.client.LabelledRows;
import dev.scorekeeper.v1.EvaluationState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Deals the rows of files out to several servers, a message to each in turn, and has the first one
 * merge what they return: the result is that of one server. Not tried again when a server goes
 * away. For one thread.
 */
public final class SeveralServers {
  private final EvaluationPlan plan;
  private final int messageRows;
  private final List<? extends RemoteEvaluations> servers;

  /**
   * Prepares it.
   *
   * @param messageRows rows of a message, at least 1
   * @param servers at least one; they stay the caller's
   */
  public SeveralServers(
      EvaluationPlan plan, int messageRows, List<? extends RemoteEvaluations> servers) {
    this.plan = plan;
    this.messageRows = messageRows;
    this.servers = List.copyOf(servers);
  }

  /**
   * Runs it.
   *
   * @throws CommandException when the files cannot be read or a server refuses
   */
  public EvaluationResult run(ProgressLine line, LongSupplier nanoTime) {
    EvaluationProgressLine progress = new EvaluationProgressLine(line, nanoTime);
    EvaluationRequest request = EvaluationRequest.of(plan.header());
    List<RemoteShard> shards = new ArrayList<>();
    try (RowMessages rows = new RowMessages(plan, messageRows, progress::read)) {
      servers.forEach(server -> shards.add(server.openShard(request)));
      int turn = 0;
      for (LabelledRows message : rows) {
        shards.get(turn++ % shards.size()).send(message);
      }
      return servers.get(0).merge(finish(shards, turn));
    } finally {
      shards.forEach(RemoteShard::close);
    }
  }

  /** States of the servers that got rows. */
  private static List<EvaluationState> finish(List<RemoteShard> shards, int messages) {
    int used = Math.max(1, Math.min(messages, shards.size()));
    return shards.subList(0, used).stream().map(RemoteShard::finish).toList();
  }
}
