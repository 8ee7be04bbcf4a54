package dev.scorekeeper.cli.predict;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.RowGroup;
import dev.scorekeeper.cli.data.RowReader;
import dev.scorekeeper.cli.data.RowWriter;
import dev.scorekeeper.cli.remote.RemoteServer;
import dev.scorekeeper.cli.remote.Tensors;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.client.Output;
import dev.scorekeeper.client.Prediction;
import dev.scorekeeper.client.Result;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Scores the rows of a file and writes the outputs in the order of the rows.
 *
 * <p>At most {@link ScoringPlan#inFlight} groups of rows are in memory, whatever the size of the
 * file: the next group is read when the oldest one has been written. For one thread.
 */
public final class FileScorer {
  /** Told how far the file has come; called by the thread that scores. */
  @FunctionalInterface
  public interface Listener {
    void scored(long rows, double progress);
  }

  private final RemoteServer server;
  private final ScoringPlan plan;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private long rowsWritten;

  private record Pending(RowGroup group, CompletableFuture<Result> answer) {}

  public FileScorer(RemoteServer server, ScoringPlan plan) {
    this.server = server;
    this.plan = plan;
  }

  /** Rows that have been written, also after a failure. */
  public long rowsWritten() {
    return rowsWritten;
  }

  /**
   * Scores all rows. Neither the reader nor the writer is closed.
   *
   * @throws CommandException when the server refuses rows; the message names them
   * @throws IOException when the file cannot be read or the result not written
   */
  public void run(RowReader reader, RowWriter writer, Listener listener) throws IOException {
    boolean more = true;
    while (more || !pending.isEmpty()) {
      while (more && pending.size() < plan.inFlight()) {
        RowGroup group = reader.read(plan.rowsPerRequest());
        more = group != null;
        if (group != null) {
          pending.add(new Pending(group, server.predict(request(group))));
        }
      }
      if (!pending.isEmpty()) {
        writeOldest(writer);
        listener.scored(rowsWritten, reader.progress());
      }
    }
  }

  private Prediction request(RowGroup group) {
    Prediction request = plan.request();
    for (Block input : group.inputs()) {
      request = request.input(input.name(), Tensors.toTensor(input));
    }
    return request;
  }

  private void writeOldest(RowWriter writer) throws IOException {
    Pending oldest = pending.remove();
    writer.write(columns(oldest.group(), await(oldest)));
    rowsWritten += oldest.group().rowCount();
  }

  private static Result await(Pending oldest) {
    try {
      return oldest.answer().join();
    } catch (CompletionException e) {
      RowGroup group = oldest.group();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw CommandException.failed(
          "Rows %d to %d were not scored: %s"
              .formatted(group.firstRow(), group.lastRow(), cause.getMessage()),
          cause);
    }
  }

  private List<Block> columns(RowGroup group, Result result) {
    List<Block> columns = new ArrayList<>(group.kept());
    for (Output output : result.outputs().values()) {
      Block scores = Tensors.toBlock(output.name(), output.tensor(), group.rowCount());
      if (!plan.classesOnly()) {
        columns.add(scores);
      }
      if (output.indices().isPresent()) {
        String name = output.name() + "_class";
        columns.add(Tensors.toBlock(name, output.indices().get(), group.rowCount()));
      }
      if (plan.withClasses().contains(scores.name())) {
        columns.add(DerivedColumns.classes(scores));
      }
      if (plan.threshold().isPresent() && scores.type().isFloating()) {
        columns.add(DerivedColumns.above(scores, plan.threshold().getAsDouble()));
      }
    }
    return columns;
  }
}
