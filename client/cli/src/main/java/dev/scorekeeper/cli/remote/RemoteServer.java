package dev.scorekeeper.cli.remote;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.client.Prediction;
import dev.scorekeeper.client.Result;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ModelInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A scoring server, as the commands ask it. Safe for several threads.
 *
 * <p>Every failure is a {@link CommandException} whose message says what the server refused and
 * why.
 */
public interface RemoteServer extends AutoCloseable {
  /** Host and port, for messages. */
  String target();

  List<ModelInfo> listModels();

  ModelInfo getModel(String name);

  GetStatisticsResponse statistics();

  /**
   * Scores rows. The future ends with a {@link CommandException} when the server refuses them; its
   * callbacks run on a network thread.
   */
  CompletableFuture<Result> predict(Prediction prediction);

  /**
   * True when the server answers within this time that it is serving; false in every other case.
   */
  boolean isServing(Duration limit);

  @Override
  void close();
}
