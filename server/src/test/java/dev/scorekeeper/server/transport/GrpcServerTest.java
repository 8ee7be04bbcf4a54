package dev.scorekeeper.server.transport;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.VersionState;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.TlsTesting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's life: health, reflection, listening, draining. */
final class GrpcServerTest {

  private static ServingStatus health(TestServer server, String name) {
    return HealthGrpc.newBlockingStub(server.channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(name).build())
        .getStatus();
  }

  private static PredictRequest request() {
    return PredictRequest.newBuilder().setModel(ModelSpec.newBuilder().setName("echo")).build();
  }

  /** Collects what a stream brings; its end as a status. */
  private static final class Collector<T> implements StreamObserver<T> {
    final BlockingQueue<T> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<Status> end = new CompletableFuture<>();

    @Override
    public void onNext(T message) {
      messages.add(message);
    }

    @Override
    public void onError(Throwable t) {
      end.complete(Status.fromThrowable(t));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }

  @Test
  void health_serverAndModels_sayWhatServes() {
    try (TestServer server = TestServer.start()) {
      server.catalog.put("digits", VersionState.LOADING);

      assertThat(health(server, "")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(health(server, "scorekeeper.v1.ScoringService"))
          .isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(health(server, "digits")).isEqualTo(ServingStatus.NOT_SERVING);

      server.catalog.put("digits", VersionState.SERVING);
      server.server.serving(true);

      assertThat(health(server, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(health(server, "scorekeeper.v1.ScoringService")).isEqualTo(ServingStatus.SERVING);
      assertThat(health(server, "digits")).isEqualTo(ServingStatus.SERVING);
      StatusRuntimeException e =
          assertThrows(StatusRuntimeException.class, () -> health(server, "nothing"));
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }
  }

  @Test
  void health_watch_tellsOfChangesAndOfTheEnd() throws Exception {
    TestServer server = TestServer.start();
    try (server) {
      server.catalog.put("digits", VersionState.SERVING);
      Collector<HealthCheckResponse> watch = new Collector<>();
      HealthGrpc.newStub(server.channel)
          .watch(HealthCheckRequest.newBuilder().setService("digits").build(), watch);
      assertThat(watch.messages.take().getStatus()).isEqualTo(ServingStatus.SERVING);

      server.catalog.put(new ModelStatus("digits", List.of()));
      assertThat(watch.messages.take().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);

      server.catalog.put("digits", VersionState.SERVING);
      assertThat(watch.messages.take().getStatus()).isEqualTo(ServingStatus.SERVING);

      assertThat(server.server.drain(Duration.ofSeconds(20))).isTrue();
      assertThat(watch.messages.take().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void reflection_bothVersions_listTheServices() throws Exception {
    try (TestServer server = TestServer.start()) {
      Collector<ServerReflectionResponse> answers = new Collector<>();
      StreamObserver<ServerReflectionRequest> requests =
          ServerReflectionGrpc.newStub(server.channel).serverReflectionInfo(answers);
      requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
      requests.onNext(
          ServerReflectionRequest.newBuilder()
              .setFileContainingSymbol("scorekeeper.v1.ScoringService.Predict")
              .build());
      List<String> names =
          answers.messages.take().getListServicesResponse().getServiceList().stream()
              .map(ServiceResponse::getName)
              .toList();
      assertThat(names)
          .containsAtLeast(
              "scorekeeper.v1.ScoringService",
              "scorekeeper.v1.ModelService",
              "grpc.health.v1.Health",
              "grpc.reflection.v1.ServerReflection",
              "grpc.reflection.v1alpha.ServerReflection");
      assertThat(answers.messages.take().hasFileDescriptorResponse()).isTrue();
      requests.onCompleted();
      assertThat(answers.end.get(20, TimeUnit.SECONDS).isOk()).isTrue();
    }
  }

  @Test
  void start_portInUse_saysSo() {
    try (TestServer server = TestServer.start()) {
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  GrpcServer.builder(
                          TransportConfig.defaults().listeningOn("127.0.0.1", server.server.port()))
                      .scorer(new FakeScorer())
                      .catalog(new FakeCatalog())
                      .counts(server.stats::snapshot)
                      .build()
                      .start());

      assertThat(e)
          .hasMessageThat()
          .isEqualTo(
              "Cannot listen on 127.0.0.1:"
                  + server.server.port()
                  + ": the port is in use by another process; choose another port or stop that"
                  + " process.");
    }
  }

  @Test
  void start_noSuchAddress_saysSo() throws Exception {
    GrpcServer server =
        GrpcServer.builder(TransportConfig.defaults().listeningOn("no.such.host.invalid", 0))
            .scorer(new FakeScorer())
            .catalog(new FakeCatalog())
            .counts(new dev.scorekeeper.server.stats.ServerStats()::snapshot)
            .build();

    assertThat(assertThrows(IOException.class, server::start))
        .hasMessageThat()
        .startsWith("Cannot listen on no.such.host.invalid:0: ");
  }

  @Test
  void start_withCertificate_speaksTls(@TempDir Path folder) throws Exception {
    Path certificate = copyOf("server1.pem", folder);
    Path key = copyOf("server1.key", folder);
    TransportConfig config = withTls(certificate, key);
    try (TestServer server = TestServer.start(plain -> config)) {
      ChannelCredentials trusting =
          TlsChannelCredentials.newBuilder()
              .trustManager(copyOf("ca.pem", folder).toFile())
              .build();
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.server.port(), trusting)
              .overrideAuthority("foo.test.google.fr")
              .build();

      assertThat(ScoringServiceGrpc.newBlockingStub(channel).predict(request())).isNotNull();

      channel.shutdownNow();
    }
  }

  @Test
  void build_unusableCertificate_saysWhich(@TempDir Path folder) throws Exception {
    Path key = copyOf("server1.key", folder);

    IOException missing = assertThrows(IOException.class, () -> build(folder.resolve("no"), key));
    IOException broken = assertThrows(IOException.class, () -> build(key, key));

    assertThat(missing).hasMessageThat().contains("Cannot use certificate_file");
    assertThat(broken).hasMessageThat().contains("server1.key");
  }

  private static void build(Path certificate, Path key) throws IOException {
    GrpcServer.builder(withTls(certificate, key))
        .scorer(new FakeScorer())
        .catalog(new FakeCatalog())
        .counts(new dev.scorekeeper.server.stats.ServerStats()::snapshot)
        .build();
  }

  private static TransportConfig withTls(Path certificate, Path key) {
    TransportConfig plain = TransportConfig.defaults();
    return new TransportConfig(
        "127.0.0.1",
        0,
        plain.maxMessageSize(),
        plain.maxConcurrentCallsPerConnection(),
        plain.streamWindow(),
        plain.permitKeepAliveTime(),
        plain.maxConnectionAge(),
        plain.eventLoopThreads(),
        plain.overloadRest(),
        Optional.of(certificate),
        Optional.of(key));
  }

  private static Path copyOf(String certificate, Path folder) throws IOException {
    Path file = folder.resolve(certificate);
    try (InputStream stream = TlsTesting.loadCert(certificate)) {
      Files.copy(stream, file);
    }
    return file;
  }

  /** Time between two refusals of one connection, the second asked for after the first came. */
  private static long nanosBetweenRefusals(Reason reason, boolean coresTaken) {
    Duration rest = Duration.ofSeconds(2);
    try (TestServer server = TestServer.start(rest, () -> coresTaken)) {
      server.scorer.behave(call -> call.refuse(Problem.of(reason, "as the test wants")));
      assertThrows(StatusRuntimeException.class, () -> server.scoring().predict(request()));
      long first = System.nanoTime();
      assertThrows(StatusRuntimeException.class, () -> server.scoring().predict(request()));
      return System.nanoTime() - first;
    }
  }

  @Test
  void refusal_underOverloadWithEveryCoreTaken_letsTheLoopRestAfterIt() {
    assertThat(nanosBetweenRefusals(Reason.DEADLINE_TOO_SHORT, true)).isAtLeast(1_500_000_000L);
    assertThat(nanosBetweenRefusals(Reason.TOO_MANY_ROWS, true)).isAtLeast(1_500_000_000L);
  }

  @Test
  void refusal_otherwise_keepsNobodyWaiting() {
    assertThat(nanosBetweenRefusals(Reason.INPUT_MISSING, true)).isLessThan(1_500_000_000L);
    assertThat(nanosBetweenRefusals(Reason.DEADLINE_TOO_SHORT, false)).isLessThan(1_500_000_000L);
  }

  @Test
  void executor_sameConnection_isTheSameLoop() throws Exception {
    try (TestServer server = TestServer.start()) {
      BlockingQueue<Object> loops = new LinkedBlockingQueue<>();
      server.scorer.behave(
          call -> {
            loops.add(call.caller().executor());
            call.echo();
          });
      for (int i = 0; i < 3; i++) {
        server.scoring().predict(request());
      }
      Object loop = loops.take();
      assertThat(loops.take()).isSameInstanceAs(loop);
      assertThat(loops.take()).isSameInstanceAs(loop);
    }
  }

  @Test
  void drain_callInFlight_isAnswered() throws Exception {
    try (TestServer server = TestServer.start()) {
      BlockingQueue<FakeScorer.Call> calls = new LinkedBlockingQueue<>();
      server.scorer.behave(calls::add);
      Future<PredictResponse> response =
          ScoringServiceGrpc.newFutureStub(server.channel).predict(request());
      FakeScorer.Call call = calls.take();
      CompletableFuture<Boolean> drained = drainInBackground(server, Duration.ofSeconds(20));
      awaitHealthEnds(server);

      call.echoFromElsewhere();

      assertThat(response.get(20, TimeUnit.SECONDS).getModel().getName()).isEqualTo("echo");
      assertThat(drained.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void drain_openStream_isAnsweredThenEnded() throws Exception {
    try (TestServer server = TestServer.start()) {
      BlockingQueue<FakeScorer.Call> calls = new LinkedBlockingQueue<>();
      server.scorer.behave(calls::add);
      Collector<PredictStreamResponse> answers = new Collector<>();
      StreamObserver<PredictStreamRequest> requests = server.scoringAsync().predictStream(answers);
      requests.onNext(PredictStreamRequest.newBuilder().setId(9).setRequest(request()).build());
      FakeScorer.Call call = calls.take();
      CompletableFuture<Boolean> drained = drainInBackground(server, Duration.ofSeconds(20));
      awaitHealthEnds(server);

      call.echoFromElsewhere();

      assertThat(answers.messages.take().getId()).isEqualTo(9);
      assertThat(answers.end.get(20, TimeUnit.SECONDS).getCode())
          .isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(drained.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void drain_callThatNeverEnds_isCutOff() throws Exception {
    try (TestServer server = TestServer.start()) {
      CountDownLatch taken = new CountDownLatch(1);
      server.scorer.behave(call -> taken.countDown());
      Collector<PredictResponse> answer = new Collector<>();
      server.scoringAsync().predict(request(), answer);
      assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();

      assertThat(server.server.drain(Duration.ofMillis(200))).isFalse();

      assertThat(answer.end.get(20, TimeUnit.SECONDS).getCode())
          .isAnyOf(Status.Code.UNAVAILABLE, Status.Code.CANCELLED);
    }
  }

  @Test
  void drain_idleConnectionsAndWatches_doNotHoldItUp() throws Exception {
    try (TestServer server = TestServer.start()) {
      server.catalog.put("digits", VersionState.SERVING);
      Collector<HealthCheckResponse> watch = new Collector<>();
      HealthGrpc.newStub(server.channel)
          .watch(HealthCheckRequest.newBuilder().setService("digits").build(), watch);
      watch.messages.take();
      ManagedChannel other = server.connect();
      assertThat(ScoringServiceGrpc.newBlockingStub(other).predict(request())).isNotNull();

      long start = System.nanoTime();
      assertThat(server.server.drain(Duration.ofSeconds(60))).isTrue();

      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
      other.shutdownNow();
    }
  }

  private static CompletableFuture<Boolean> drainInBackground(TestServer server, Duration grace) {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(server.server.drain(grace));
              } catch (InterruptedException e) {
                result.completeExceptionally(e);
              }
            });
    thread.start();
    return result;
  }

  /** Waits until the drain has begun: then nobody is listened to any more. */
  private static void awaitHealthEnds(TestServer server) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try (java.net.Socket socket =
          new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), server.server.port())) {
        assertThat(socket.isConnected()).isTrue();
      } catch (IOException refused) {
        return;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("still listening");
      }
    }
  }
}
