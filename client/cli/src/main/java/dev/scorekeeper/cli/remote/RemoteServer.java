package dev.scorekeeper.cli.remote;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
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
  CompletableFuture<PredictResponse> predict(PredictRequest request);

  /** True when the server answers and says that it is serving; false in every other case. */
  boolean isServing();

  @Override
  void close();
}
