package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What comes over the wire equals what Keras computed, for every bundled model.
 *
 * <p>All rows in one run: bit for bit, but for one model whose kernel changed. Alone, in chunks,
 * and from many callers at once: within 5e-6 of the largest number of the row, since a row's last
 * bits depend on how many rows it is computed with.
 */
final class KerasEqualityEndToEndTest {

  private static final int CALLERS = 64;

  @TempDir static Path folder;

  /** Runs as large as the request. */
  private static @Nullable TestServer whole;

  /** Runs as the server finds best, of at most seven rows, some padded. */
  private static @Nullable TestServer batched;

  @BeforeAll
  static void start() throws Exception {
    Path models = folder.resolve("models");
    for (String name : KerasModels.names()) {
      ModelFolders.copy(models, name);
    }
    String bothDigits = "models.digits.versions={all: true}";
    String patient = "admission.max_queue_delay=60s";
    whole =
        TestServer.start(
            models, folder.resolve("state-1"), bothDigits, patient, "batching.max_rows=4096");
    batched =
        TestServer.start(
            models,
            folder.resolve("state-2"),
            bothDigits,
            patient,
            "batching.max_rows=7",
            "batching.allowed_rows=[1, 4, 7]");
  }

  @AfterAll
  static void stop() {
    requireNonNull(whole).close();
    requireNonNull(batched).close();
  }

  static List<KerasModels.Case> cases() {
    return KerasModels.CASES;
  }

  private static KerasModels.Data data(TestServer server, KerasModels.Case testCase)
      throws Exception {
    return KerasModels.data(server, ModelFolders.source(testCase.model()), testCase);
  }

  private static Npy expected(KerasModels.Case testCase) throws Exception {
    return KerasModels.expected(ModelFolders.source(testCase.model()), testCase);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predict_allRowsInOneRun_equalsKeras(KerasModels.Case testCase) throws Exception {
    TestServer server = requireNonNull(whole);
    KerasModels.Data data = data(server, testCase);
    Npy expected = expected(testCase);

    PredictResponse response = server.predict(data.request(0, data.rowCount()));

    assertThat(response.getModel().getVersion()).isEqualTo(testCase.version());
    KerasModels.assertEqual(testCase, response, expected);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predict_aloneAndInChunks_closeToKeras(KerasModels.Case testCase) throws Exception {
    TestServer server = requireNonNull(whole);
    KerasModels.Data data = data(server, testCase);
    Npy expected = expected(testCase);
    for (int i = 0; i < Math.min(8, data.rowCount()); i++) {
      KerasModels.assertClose(testCase, server.predict(data.request(i, 1)), expected, i);
    }
    for (int from = 0; from < data.rowCount(); from += 33) {
      int count = Math.min(33, data.rowCount() - from);
      KerasModels.assertClose(testCase, server.predict(data.request(from, count)), expected, from);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predict_manyCallersAtOnce_eachGetsItsOwnRows(KerasModels.Case testCase) throws Exception {
    TestServer server = requireNonNull(batched);
    KerasModels.Data data = data(server, testCase);
    Npy expected = expected(testCase);
    List<ManagedChannel> channels = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      channels.add(TestServer.connect(server.report.port()));
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
                KerasModels.assertClose(testCase, response, expected, from);
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
}
