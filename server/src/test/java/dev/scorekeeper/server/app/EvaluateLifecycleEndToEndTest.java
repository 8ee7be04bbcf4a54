package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static dev.scorekeeper.server.app.EvaluationClient.header;
import static dev.scorekeeper.server.app.EvaluationClient.output;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.util.Durations;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluateResponse;
import dev.scorekeeper.v1.EvaluateWithProgressRequest;
import dev.scorekeeper.v1.EvaluateWithProgressResponse;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationStatistics;
import dev.scorekeeper.v1.GetModelRequest;
import dev.scorekeeper.v1.GetStatisticsRequest;
import dev.scorekeeper.v1.ModelVersionInfo;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.VersionState;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations that are watched, broken off, too many, or overtaken by a new version. */
final class EvaluateLifecycleEndToEndTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private TestServer start(String... settings) throws Exception {
    Path models = folder.resolve("models");
    ModelFolders.copyVersion(models, "digits", 2, "digits", 1);
    String[] all = java.util.Arrays.copyOf(settings, settings.length + 1);
    all[settings.length] = "evaluation.low_priority=false";
    return TestServer.start(models, folder.resolve("state"), all);
  }

  private static LabelledData data() throws Exception {
    return new LabelledData()
        .input("digits", "image", "image")
        .label("digits", "output_0", "label");
  }

  private static EvaluationHeader question() {
    return header("digits", output("output_0", "SparseCategoricalCrossentropy()", "accuracy"))
        .build();
  }

  private static List<EvaluateRequest> stream() throws Exception {
    LabelledData data = data();
    return data.stream(question(), data.all(), 100, 1);
  }

  private static void eventually(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static VersionState state(TestServer server, long version) {
    return server
        .models()
        .getModel(GetModelRequest.newBuilder().setName("digits").build())
        .getModel()
        .getVersionsList()
        .stream()
        .filter(info -> info.getVersion() == version)
        .map(ModelVersionInfo::getState)
        .findFirst()
        .orElse(VersionState.VERSION_STATE_UNSPECIFIED);
  }

  private static EvaluationStatistics statistics(TestServer server) {
    return server
        .models()
        .getStatistics(GetStatisticsRequest.getDefaultInstance())
        .getEvaluations();
  }

  private static ScoringServiceGrpc.ScoringServiceStub stub(TestServer server) {
    return ScoringServiceGrpc.newStub(server.channel).withDeadlineAfter(120, TimeUnit.SECONDS);
  }

  /** An evaluation whose client sends the same rows again and again, until it has seen enough. */
  private static final class LongEvaluation {
    private final LabelledData data = data();
    private final EvaluationClient.Answers<EvaluateWithProgressResponse> answers =
        new EvaluationClient.Answers<>();
    private final ClientCallStreamObserver<EvaluateWithProgressRequest> requests;
    private long messages;

    LongEvaluation(TestServer server) throws Exception {
      requests =
          (ClientCallStreamObserver<EvaluateWithProgressRequest>)
              stub(server).evaluateWithProgress(answers);
      send(EvaluateRequest.newBuilder().setHeader(question()).build());
    }

    private void send(EvaluateRequest message) {
      requests.onNext(EvaluateWithProgressRequest.newBuilder().setMessage(message).build());
    }

    void sendRows() {
      send(data.message(messages, data.all()));
      messages++;
    }

    long rows() {
      return messages * data.rows();
    }

    /** Until the server tells how far it is: it has then leased a version and run it on rows. */
    void sendUntilNews() throws Exception {
      eventually(
          "the server tells how far it is",
          () -> {
            if (answers.isDone()) {
              throw new AssertionError("the evaluation ended: " + answers.await());
            }
            if (requests.isReady()) {
              sendRows();
            }
            return answers.count() > 0;
          });
    }

    /** All answers, the record last. */
    List<EvaluateWithProgressResponse> end() throws Exception {
      send(LabelledData.end(rows()));
      requests.onCompleted();
      return answers.await();
    }

    void cancel() {
      requests.cancel("enough", null);
    }
  }

  @Test
  void evaluateWithProgress_longStream_tellsNewsThenTheRecord() throws Exception {
    try (TestServer server = start()) {
      LongEvaluation evaluation = new LongEvaluation(server);
      evaluation.sendUntilNews();

      List<EvaluateWithProgressResponse> all = evaluation.end();

      assertThat(all.size()).isAtLeast(2);
      assertThat(all.get(0).getProgress().getRowCount()).isGreaterThan(0);
      assertThat(all.get(0).getProgress().getRowCount()).isAtMost(evaluation.rows());
      assertThat(all.get(0).getProgress().getValuesCount()).isGreaterThan(0);
      assertThat(all.get(all.size() - 1).getEvaluation().getDataset().getRowCount())
          .isEqualTo(evaluation.rows());
    }
  }

  @Test
  void evaluate_newVersionMeanwhile_isOfTheVersionItBeganWith() throws Exception {
    try (TestServer server = start()) {
      LongEvaluation evaluation = new LongEvaluation(server);
      evaluation.sendUntilNews();
      ModelFolders.copyVersion(folder.resolve("models"), "digits", 1, "digits", 2);
      eventually("version 2 serves", () -> state(server, 2) == VersionState.VERSION_STATE_SERVING);
      assertThat(state(server, 1)).isEqualTo(VersionState.VERSION_STATE_DRAINING);
      evaluation.sendRows();

      List<EvaluateWithProgressResponse> all = evaluation.end();

      assertThat(all.get(all.size() - 1).getEvaluation().getModel().getVersion()).isEqualTo(1);
      eventually(
          "version 1 is gone", () -> state(server, 1) != VersionState.VERSION_STATE_DRAINING);
    }
  }

  @Test
  void evaluate_callerGoesAway_givesEverythingBack() throws Exception {
    try (TestServer server = start()) {
      LongEvaluation evaluation = new LongEvaluation(server);
      evaluation.sendUntilNews();
      assertThat(server.server.activeEvaluations()).isEqualTo(1);

      evaluation.cancel();

      eventually("it ended", () -> server.server.activeEvaluations() == 0);
      assertThat(statistics(server).getFailedCountsMap()).containsExactly("CANCELLED", 1L);
      ModelFolders.copyVersion(folder.resolve("models"), "digits", 1, "digits", 2);
      eventually("version 2 serves", () -> state(server, 2) == VersionState.VERSION_STATE_SERVING);
      eventually(
          "nobody holds version 1",
          () ->
              state(server, 1) != VersionState.VERSION_STATE_DRAINING
                  && state(server, 1) != VersionState.VERSION_STATE_SERVING);
    }
  }

  @Test
  void evaluate_clientThatStalls_isEnded() throws Exception {
    try (TestServer server = start("evaluation.idle_timeout=1s")) {
      EvaluationClient.Answers<EvaluateResponse> answers = new EvaluationClient.Answers<>();
      StreamObserver<EvaluateRequest> requests = stub(server).evaluate(answers);
      stream().subList(0, 2).forEach(requests::onNext);

      StatusRuntimeException e = assertThrows(StatusRuntimeException.class, answers::await);

      assertThat(Requests.reason(e)).isEqualTo("EVALUATION_STALLED");
    }
  }

  @Test
  void evaluate_tooMany_isRefusedWithAdvice() throws Exception {
    try (TestServer server = start("evaluation.max_concurrent=1")) {
      EvaluationClient.Answers<EvaluateResponse> first = new EvaluationClient.Answers<>();
      StreamObserver<EvaluateRequest> requests = stub(server).evaluate(first);
      List<EvaluateRequest> messages = stream();
      messages.subList(0, 2).forEach(requests::onNext);
      eventually("the evaluation goes on", () -> server.server.activeEvaluations() == 1);

      StatusRuntimeException e =
          assertThrows(
              StatusRuntimeException.class, () -> new EvaluationClient(server).evaluate(messages));
      messages.subList(2, messages.size()).forEach(requests::onNext);
      requests.onCompleted();

      assertThat(Requests.reason(e)).isEqualTo("TOO_MANY_EVALUATIONS");
      assertThat(Requests.hasRetryInfo(e)).isTrue();
      assertThat(first.await()).hasSize(1);
      EvaluationStatistics counts = statistics(server);
      assertThat(counts.getStartedCount()).isEqualTo(2);
      assertThat(counts.getCompletedCount()).isEqualTo(1);
      assertThat(counts.getFailedCountsMap()).containsExactly("TOO_MANY_EVALUATIONS", 1L);
      assertThat(counts.getRowCount()).isEqualTo(450);
      assertThat(Durations.toNanos(counts.getDuration())).isGreaterThan(0);
    }
  }
}
