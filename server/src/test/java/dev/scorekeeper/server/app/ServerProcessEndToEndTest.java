package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.v1.GetStatisticsRequest;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ModelServiceGrpc;
import dev.scorekeeper.v1.ModelStatistics;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the program starts and ends: exit codes, and one sentence for whoever started it. */
final class ServerProcessEndToEndTest {

  @TempDir Path folder;

  private Path models = Path.of("");

  @BeforeEach
  void copyModels() throws Exception {
    models = ModelFolders.copy(folder.resolve("models"), "half_plus_two", "slow");
  }

  private ServerProcess start(String name, String... more) throws Exception {
    return ServerProcess.start(folder.resolve(name + ".log"), arguments(more));
  }

  private String[] arguments(String... more) {
    String[] fixed = {
      "--models",
      models.toString(),
      "--port=0",
      "--http-port=0",
      "--json",
      "--set",
      "warmup.max_time=200ms",
      "--set",
      "state_folder=" + folder.resolve("state")
    };
    String[] all = new String[fixed.length + more.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return all;
  }

  @Test
  void terminated_requestInFlight_answersItAndExitsWithZero() throws Exception {
    try (ServerProcess server = start("drained")) {
      int port = server.awaitReady();
      ManagedChannel channel = TestServer.connect(port);
      try {
        ScoringServiceGrpc.ScoringServiceFutureStub stub =
            ScoringServiceGrpc.newFutureStub(channel);
        PredictResponse first =
            stub.predict(Requests.of("half_plus_two", Requests.column("x", 2)).build()).get();
        assertThat(Requests.floats(first, "y")).usingExactEquality().containsExactly(3f);
        Future<PredictResponse> inFlight =
            stub.predict(Requests.of("slow", Requests.column("x", 700)).build());
        awaitInFlight(channel);

        server.terminate();

        assertThat(inFlight.get(30, TimeUnit.SECONDS).getOutputsCount()).isEqualTo(1);
        assertThat(server.awaitExit()).isEqualTo(0);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void startCache_ofAServerThatWasReady_isComplete() throws Exception {
    Path cache = folder.resolve("cache");
    try (ServerProcess server =
        ServerProcess.startRecording(cache, folder.resolve("recording.log"), arguments())) {
      server.awaitReady();
      server.terminate();
      assertThat(server.awaitExit()).isEqualTo(0);
    }
    assertThat(Files.exists(folder.resolve("cache.complete"))).isTrue();
  }

  @Test
  void startCache_ofACommandThatServesNothing_isNot() throws Exception {
    Path cache = folder.resolve("cache");
    try (ServerProcess server =
        ServerProcess.startRecording(cache, folder.resolve("help.log"), "--help")) {
      assertThat(server.awaitExit()).isEqualTo(0);
    }
    assertThat(Files.exists(folder.resolve("cache.complete"))).isFalse();
  }

  @Test
  void clients_breakingCallsAndLeaving_doNotFillTheLog() throws Exception {
    try (ServerProcess server = start("clients", "--set", "grpc.max_message_size=1MiB")) {
      int port = server.awaitReady();
      ManagedChannel channel = TestServer.connect(port);
      StatusRuntimeException tooLarge =
          assertThrows(
              StatusRuntimeException.class,
              () ->
                  ScoringServiceGrpc.newBlockingStub(channel)
                      .predict(
                          Requests.of("half_plus_two", Requests.column("x", new float[1_000_000]))
                              .build()));
      assertThat(tooLarge.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      Future<PredictResponse> left =
          ScoringServiceGrpc.newFutureStub(channel)
              .predict(Requests.of("slow", Requests.column("x", 300)).build());
      awaitInFlight(channel);
      channel.shutdownNow();

      server.terminate();

      assertThat(server.awaitExit()).isEqualTo(0);
      assertThrows(ExecutionException.class, left::get);
      assertThat(server.errors()).doesNotContain("\tat ");
    }
  }

  @Test
  void ready_afterTrafficToItself_hasCountedNoRequest() throws Exception {
    try (ServerProcess server = start("counts")) {
      ManagedChannel channel = TestServer.connect(server.awaitReady());
      try {
        GetStatisticsResponse counts =
            ModelServiceGrpc.newBlockingStub(channel)
                .getStatistics(GetStatisticsRequest.getDefaultInstance());

        assertThat(counts.getModelsCount()).isEqualTo(2);
        assertThat(counts.getModelsList().stream().map(ModelStatistics::getSucceededCount).toList())
            .containsExactly(0L, 0L);
        assertThat(counts.getModelsList().stream().map(ModelStatistics::getRunCount).toList())
            .containsExactly(0L, 0L);
        assertThat(counts.getRefusedCountsMap()).isEmpty();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static void awaitInFlight(ManagedChannel channel) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (ModelServiceGrpc.newBlockingStub(channel)
            .getStatistics(GetStatisticsRequest.getDefaultInstance())
            .getInFlightRequestCount()
        == 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void secondServer_onTheSameStateFolder_refusesAndNamesTheFirst() throws Exception {
    try (ServerProcess first = start("first")) {
      int unused = first.awaitReady();
      try (ServerProcess second = start("second")) {
        assertThat(second.awaitExit()).isEqualTo(1);
        assertThat(second.errors()).contains("in use by another server");
      }
      first.terminate();
      assertThat(first.awaitExit()).isEqualTo(0);
    }
  }

  @Test
  void port_inUse_oneSentenceAndExitsWithOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      try (ServerProcess server = start("grpc-port", "--port", port)) {
        assertThat(server.awaitExit()).isEqualTo(1);
        assertThat(server.errors()).contains("Cannot listen on 127.0.0.1:" + port);
        assertThat(server.errors()).doesNotContain("\tat ");
      }
      try (ServerProcess server = start("http-port", "--http-port", port)) {
        assertThat(server.awaitExit()).isEqualTo(1);
        assertThat(server.errors()).contains("HTTP port " + port);
      }
    }
  }

  @Test
  void cacheFolder_unwritable_oneSentenceThatNamesIt() throws Exception {
    // A file where the folder should be: also unwritable for a privileged user.
    Path cache = Files.createFile(folder.resolve("cache"));
    try (ServerProcess server = start("cache", "--set", "runtime.cache_directory=" + cache)) {
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThat(server.errors()).contains(cache.toString());
      assertThat(server.errors()).contains("cache_directory");
      assertThat(server.errors()).doesNotContain("\tat ");
    }
  }

  @Test
  void stateFolder_unwritable_oneSentenceThatNamesIt() throws Exception {
    Path state = Files.createFile(folder.resolve("state-file"));
    try (ServerProcess server = start("state", "--set", "state_folder=" + state)) {
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThat(server.errors()).contains(state.toString());
    }
  }

  @Test
  void settings_wrong_everyMistakeAndExitsWithTwo() throws Exception {
    Path config = Files.writeString(folder.resolve("s.yaml"), "grpc:\n  prot: 8500\nmodel: 1\n");
    try (ServerProcess server = start("settings", "--config", config.toString())) {
      assertThat(server.awaitExit()).isEqualTo(2);
      assertThat(server.errors()).contains("s.yaml:2");
      assertThat(server.errors()).contains("did you mean 'port'?");
      assertThat(server.errors()).contains("s.yaml:3");
    }
  }
}
