package dev.scorekeeper.server.app;

import dev.scorekeeper.server.app.EqualityTable.Grouping;
import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows of models in every grouping and compares what comes back with Keras' results.
 *
 * <p>All rows in one run: bit for bit, but for one model whose kernel changed. Otherwise close to,
 * since a row's last bits depend on how many rows it is computed with.
 */
final class EqualityChecks implements AutoCloseable {

  private static final int CALLERS = 64;
  private static final int CHUNK = 33;

  private static final List<String> COMMON =
      List.of("models.digits.versions={all: true}", "admission.max_queue_delay=60s");

  private final EqualityTable table;

  /** Runs as large as the request. */
  private final TestServer whole;

  /** Runs as the server finds best, of at most seven rows, some padded. */
  private final TestServer batched;

  /** Starts two servers with the models in a folder; state goes into folders beside it. */
  EqualityChecks(String title, Path models) throws Exception {
    table = new EqualityTable(title);
    whole = start(models, "state-1", "batching.max_rows=4096");
    batched = start(models, "state-2", "batching.max_rows=7", "batching.allowed_rows=[2, 4, 7]");
  }

  private static TestServer start(Path models, String state, String... more) throws Exception {
    List<String> settings = new ArrayList<>(COMMON);
    settings.addAll(List.of(more));
    return TestServer.start(models, models.resolveSibling(state), settings.toArray(new String[0]));
  }

  /** All rows in one run; {@code source} holds the model's data and Keras' results. */
  void oneRun(KerasModels.Case testCase, Path source) throws Exception {
    KerasModels.Data data = KerasModels.data(whole, source, testCase);
    Npy expected = KerasModels.expected(source, testCase);
    PredictResponse response = whole.predict(data.request(0, data.rowCount()));
    table.note(testCase, Grouping.ONE_RUN, KerasModels.difference(response, expected, 0));
    KerasModels.assertEqual(testCase, response, expected);
  }

  /** Each row alone, and all of them in chunks. */
  void aloneAndInChunks(KerasModels.Case testCase, Path source) throws Exception {
    KerasModels.Data data = KerasModels.data(whole, source, testCase);
    Npy expected = KerasModels.expected(source, testCase);
    for (int i = 0; i < data.rowCount(); i++) {
      check(testCase, Grouping.ALONE, whole.predict(data.request(i, 1)), expected, i);
    }
    for (int from = 0; from < data.rowCount(); from += CHUNK) {
      int count = Math.min(CHUNK, data.rowCount() - from);
      check(testCase, Grouping.CHUNKS, whole.predict(data.request(from, count)), expected, from);
    }
  }

  /** From many callers at once over some connections, each getting its own rows back. */
  void manyCallers(KerasModels.Case testCase, Path source) throws Exception {
    KerasModels.Data data = KerasModels.data(batched, source, testCase);
    Npy expected = KerasModels.expected(source, testCase);
    List<ManagedChannel> channels = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      channels.add(TestServer.connect(batched.report.port()));
    }
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      AtomicInteger next = new AtomicInteger();
      int requests = Math.min(4 * CALLERS, 2 * data.rowCount());
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        ScoringServiceGrpc.ScoringServiceBlockingStub stub =
            ScoringServiceGrpc.newBlockingStub(channels.get(i % channels.size()));
        Callable<@Nullable Void> caller =
            () -> {
              for (int k = next.getAndIncrement(); k < requests; k = next.getAndIncrement()) {
                int from = k * 13 % data.rowCount();
                int count = Math.min(1 + k % 9, data.rowCount() - from);
                PredictResponse response =
                    stub.withDeadlineAfter(60, TimeUnit.SECONDS).predict(data.request(from, count));
                check(testCase, Grouping.CALLERS, response, expected, from);
              }
              return null;
            };
        all.add(callers.submit(caller));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      callers.shutdownNow();
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  private void check(
      KerasModels.Case testCase,
      Grouping grouping,
      PredictResponse response,
      Npy expected,
      int from) {
    table.note(testCase, grouping, KerasModels.difference(response, expected, from));
    KerasModels.assertClose(testCase, response, expected, from);
  }

  /** Writes the table, if that is asked for, and stops the servers. */
  @Override
  public void close() throws IOException {
    whole.close();
    batched.close();
    table.write();
  }
}
