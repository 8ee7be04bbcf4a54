package dev.scorekeeper.client;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against servers on real sockets, with real threads and time. */
@Timeout(60)
final class LoopbackTest {

  private static final RetryPolicy PATIENT =
      RetryPolicy.standard()
          .withMaxAttempts(1000)
          .withBackoff(Duration.ofMillis(10), Duration.ofMillis(50), 2)
          .withThrottling(1e6, 1);

  private final FakeScoringService service = new FakeScoringService();
  private final HealthStatusManager health = new HealthStatusManager();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Server> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(Server::shutdownNow);
  }

  private Server start(int port) throws IOException {
    Server server =
        Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
            .addService(service)
            .addService(health.getHealthService())
            .addTransportFilter(new ConnectionCounter())
            .build()
            .start();
    servers.add(server);
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Prediction row(float value) {
    return Prediction.of("m").input("x", new float[] {value, -value}, 1, 2);
  }

  private static float valueOf(Result result) {
    return result.output("x").floats(0)[0];
  }

  @Test
  void predict_fromManyThreads_eachGetsItsOwnRows() throws Exception {
    Server server = start(0);
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try (ScorekeeperClient client =
        ScorekeeperClient.builder("localhost:" + server.getPort()).connections(3).build()) {
      List<Future<?>> done = new ArrayList<>();
      for (int caller = 0; caller < 16; caller++) {
        int first = 1000 * caller;
        done.add(
            callers.submit(
                () -> {
                  for (int i = first; i < first + 100; i++) {
                    assertThat(valueOf(client.predict(row(i)))).isEqualTo((float) i);
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
      assertThat(connections.get()).isEqualTo(3);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void submit_fromManyThreads_eachGetsItsOwnRows() throws Exception {
    Server server = start(0);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (ScorekeeperClient client =
            ScorekeeperClient.builder("localhost:" + server.getPort()).connections(2).build();
        PredictStream stream = client.openStream(StreamOptions.standard().withMaxInFlight(16))) {
      List<Future<?>> done = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        int first = 1000 * caller;
        done.add(
            callers.submit(
                () -> {
                  List<CompletableFuture<Result>> answers = new ArrayList<>();
                  for (int i = first; i < first + 500; i++) {
                    answers.add(stream.submit(row(i)));
                    assertThat(stream.inFlight()).isAtMost(16);
                  }
                  for (int i = 0; i < 500; i++) {
                    assertThat(valueOf(answers.get(i).join())).isEqualTo((float) (first + i));
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
      assertThat(service.streams).hasSize(2);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void predict_serverRestarts_isAnsweredByTheNewOne() throws Exception {
    Server first = start(0);
    int port = first.getPort();
    try (ScorekeeperClient client =
        ScorekeeperClient.builder("localhost:" + port).retryPolicy(PATIENT).build()) {
      assertThat(valueOf(client.predict(row(1)))).isEqualTo(1f);
      first.shutdownNow();
      first.awaitTermination();

      CompletableFuture<Result> answer = client.predictAsync(row(2));
      start(port);

      assertThat(valueOf(answer.get())).isEqualTo(2f);
    }
  }

  @Test
  void submit_serverRestarts_losesNothing() throws Exception {
    Server first = start(0);
    int port = first.getPort();
    try (ScorekeeperClient client =
            ScorekeeperClient.builder("localhost:" + port).retryPolicy(PATIENT).build();
        PredictStream stream = client.openStream()) {
      List<CompletableFuture<Result>> answers = new ArrayList<>();
      CountDownLatch halfWay = new CountDownLatch(500);
      Thread submitting =
          new Thread(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  answers.add(stream.submit(row(i)));
                  halfWay.countDown();
                }
              });
      submitting.start();
      halfWay.await();
      first.shutdownNow();
      first.awaitTermination();
      start(port);
      submitting.join();

      for (int i = 0; i < 1000; i++) {
        assertThat(valueOf(answers.get(i).get())).isEqualTo((float) i);
      }
      assertThat(stream.awaitAnswers(Duration.ofSeconds(1))).isTrue();
    }
  }

  @Test
  void awaitReady_serverComesUpLater_waitsForIt() throws Exception {
    int port = freePort();
    health.setStatus("", ServingStatus.NOT_SERVING);
    try (ScorekeeperClient client = ScorekeeperClient.connect("localhost:" + port)) {
      assertThat(client.awaitReady(Duration.ofMillis(1))).isFalse();
      start(port);
      assertThat(client.awaitReady(Duration.ofMillis(100))).isFalse();
      CompletableFuture<Boolean> ready =
          CompletableFuture.supplyAsync(() -> client.awaitReady(Duration.ofSeconds(30)));
      health.setStatus("", ServingStatus.SERVING);

      assertThat(ready.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(client.awaitReady("unknown", Duration.ofMillis(100))).isFalse();
    }
  }

  @Test
  void predict_noServer_isUnavailable() throws Exception {
    try (ScorekeeperClient client =
        ScorekeeperClient.builder("localhost:" + freePort())
            .retryPolicy(RetryPolicy.never())
            .build()) {
      ScorekeeperException e =
          assertThrows(ScorekeeperException.class, () -> client.predict(row(1)));

      assertThat(e.code()).isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
      assertThat(e.reason()).isEmpty();
    }
  }

  /** Counts connections. */
  private final class ConnectionCounter extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      connections.incrementAndGet();
      return attributes;
    }
  }
}
