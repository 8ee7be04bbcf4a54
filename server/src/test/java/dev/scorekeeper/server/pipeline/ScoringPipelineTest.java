package dev.scorekeeper.server.pipeline;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.admission.AdmissionConfig;
import dev.scorekeeper.server.admission.AdmissionController;
import dev.scorekeeper.server.batching.BatchingConfig;
import dev.scorekeeper.server.batching.ModelBatcher;
import dev.scorekeeper.server.batching.WorkerPool;
import dev.scorekeeper.server.lifecycle.VersionSelector;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.LoadedModel.RecordedRequest;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import dev.scorekeeper.server.stats.ServerStats;
import dev.scorekeeper.server.testing.FakeModel;
import dev.scorekeeper.server.testing.FakeTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScoringPipelineTest {

  private static final ModelId ID = new ModelId("m", 3);

  private final ServerStats stats = new ServerStats();
  private final WorkerPool workers = new WorkerPool(1);
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    loop.shutdown();
    workers.close();
  }

  /** How a request ended, its rows copied. */
  private record Answer(
      @Nullable ModelId model, String signature, Outcome outcome, Map<String, List<Float>> rows) {

    Reason reason() {
      if (outcome instanceof Outcome.Refused refused) {
        return refused.problem().reason();
      }
      if (outcome instanceof Outcome.Failed failed) {
        return failed.problem().reason();
      }
      throw new AssertionError("scored");
    }
  }

  /** Waits for the end of one request. */
  private record Waiting(Executor executor, long deadlineNanos, CompletableFuture<Answer> answer)
      implements Caller {

    Waiting(Executor executor, long deadlineNanos) {
      this(executor, deadlineNanos, new CompletableFuture<>());
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void ended(@Nullable ModelId model, String signature, Outcome outcome) {
      answer.complete(new Answer(model, signature, outcome, copy(outcome)));
    }
  }

  private final class Server {
    private final FakeRegistry registry;
    private final ScoringPipeline pipeline;

    Server(FakeModel model, AdmissionConfig admission) throws ProblemException {
      ModelBatcher batcher =
          new ModelBatcher(
              model, BatchingConfig.defaults(), workers, stats.model(ID), System::nanoTime);
      ServingVersion version =
          new ServingVersion(
              ID,
              model,
              batcher,
              VersionFiles.note(Path.of("nowhere")),
              OptionalInt.empty(),
              () -> {});
      version.warm();
      open.add(version);
      registry = new FakeRegistry(version);
      pipeline =
          new ScoringPipeline(
              registry, new AdmissionController(admission, stats, System::nanoTime), stats);
    }

    Answer score(String model, ScoreRequest request) throws Exception {
      return score(model, request, Long.MAX_VALUE);
    }

    Answer score(String model, ScoreRequest request, long deadlineNanos) throws Exception {
      Waiting caller = new Waiting(loop, deadlineNanos);
      ScoreRequest named =
          new ScoreRequest(
              model,
              request.version(),
              request.signature(),
              request.inputs(),
              request.outputs(),
              request.singleExample());
      Future<?> unused = loop.submit(() -> pipeline.score(named, caller));
      Answer ended = caller.answer.get(30, TimeUnit.SECONDS);
      // The lease goes back right after the callback, on the same thread.
      loop.submit(() -> {}).get(30, TimeUnit.SECONDS);
      assertThat(registry.leases()).isEqualTo(0);
      assertThat(stats.snapshot().inFlightRequests()).isEqualTo(0);
      return ended;
    }
  }

  private static Map<String, List<Float>> copy(Outcome outcome) {
    Map<String, List<Float>> all = new HashMap<>();
    if (outcome instanceof Outcome.Scored scored) {
      ScoredRows rows = scored.rows();
      for (int i = 0; i < rows.outputs().size(); i++) {
        List<Float> values = new ArrayList<>();
        ByteBuffer data = rows.data(i).order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
          values.add(data.getFloat());
        }
        all.put(rows.outputs().get(i).name() + rows.shape(i), values);
      }
    }
    return all;
  }

  private static OutputPlan outputs(String... names) {
    return new OutputPlan() {
      @Override
      public List<String> names() {
        return List.of(names);
      }

      @Override
      public void check(List<OutputSpec> outputs) {}
    };
  }

  private static ScoreRequest request(
      OutputPlan outputs, boolean singleExample, InputTensor... inputs) {
    return new ScoreRequest(
        "m", VersionSelector.NEWEST, "", List.of(inputs), outputs, singleExample);
  }

  private Server doubling() throws ProblemException {
    return new Server(FakeModel.doubling(), AdmissionConfig.defaults());
  }

  @Test
  void score_goodRequest_answeredByTheLeasedVersion() throws Exception {
    Answer answer =
        doubling().score("m", request(outputs(), false, FakeInput.floats("x", 1, 2, 2)));
    assertThat(answer.model()).isEqualTo(ID);
    assertThat(answer.signature()).isEqualTo("serving_default");
    assertThat(answer.rows()).containsExactly("y[2, 2]", List.of(2f, 4f, 6f, 8f));
    assertThat(stats.snapshot().models().get(0).succeeded()).isEqualTo(1);
  }

  @Test
  void score_singleExample_answeredWithoutBatchDimension() throws Exception {
    Answer answer = doubling().score("m", request(outputs(), true, FakeInput.floats("x", 1, 2)));
    assertThat(answer.rows()).containsExactly("y[2]", List.of(2f, 4f));
  }

  @Test
  void score_unknownModel_refusedAndCounted() throws Exception {
    Answer answer =
        doubling().score("n", request(outputs(), false, FakeInput.floats("x", 1, 1, 2)));
    assertThat(answer.reason()).isEqualTo(Reason.MODEL_NOT_FOUND);
    assertThat(answer.model()).isNull();
    assertThat(stats.snapshot().refused()).containsExactly(Reason.MODEL_NOT_FOUND, 1L);
  }

  @Test
  void score_noModelName_refused() throws Exception {
    Answer answer = doubling().score("", request(outputs(), false));
    assertThat(answer.reason()).isEqualTo(Reason.MODEL_NAME_MISSING);
  }

  @Test
  void score_unknownSignature_refusedAndNamesThoseThereAre() throws Exception {
    ScoreRequest plain = request(outputs(), false, FakeInput.floats("x", 1, 1, 2));
    ScoreRequest request =
        new ScoreRequest("m", plain.version(), "regress", plain.inputs(), plain.outputs(), false);
    Answer answer = doubling().score("m", request);
    assertThat(answer.reason()).isEqualTo(Reason.SIGNATURE_NOT_FOUND);
    Problem problem = ((Outcome.Refused) answer.outcome()).problem();
    assertThat(problem.message()).contains("it has: serving_default");
  }

  @Test
  void score_unknownOutput_refused() throws Exception {
    Answer answer =
        doubling().score("m", request(outputs("z"), false, FakeInput.floats("x", 1, 1, 2)));
    assertThat(answer.reason()).isEqualTo(Reason.OUTPUT_UNKNOWN);
  }

  @Test
  void score_outputPlanObjects_refusedBeforeAnythingRuns() throws Exception {
    FakeModel model = FakeModel.doubling();
    Server server = new Server(model, AdmissionConfig.defaults());
    model.clearRuns();
    OutputPlan objecting =
        new OutputPlan() {
          @Override
          public List<String> names() {
            return List.of();
          }

          @Override
          public void check(List<OutputSpec> outputs) throws ProblemException {
            throw new ProblemException(
                Problem.of(Reason.OUTPUT_KIND_MISMATCH, outputs.get(0).name()));
          }
        };
    Answer answer = server.score("m", request(objecting, false, FakeInput.floats("x", 1, 1, 2)));
    assertThat(answer.reason()).isEqualTo(Reason.OUTPUT_KIND_MISMATCH);
    assertThat(model.runCount()).isEqualTo(0);
  }

  @Test
  void score_deadlinePassed_turnedAwayAndCountedOnce() throws Exception {
    ScoreRequest request = request(outputs(), false, FakeInput.floats("x", 1, 1, 2));
    Answer answer = doubling().score("m", request, System.nanoTime() - 1);
    assertThat(answer.reason()).isEqualTo(Reason.DEADLINE_EXPIRED);
    assertThat(stats.snapshot().refused()).containsExactly(Reason.DEADLINE_EXPIRED, 1L);
  }

  @Test
  void score_rowTheModelRejects_failsWithItsWords() throws Exception {
    Server picky = new Server(FakeModel.picky(), AdmissionConfig.defaults());
    Answer answer = picky.score("m", request(outputs(), false, FakeInput.floats("x", -9, 1, 2)));
    assertThat(answer.reason()).isEqualTo(Reason.MODEL_REJECTED_INPUT);
  }

  @Test
  void score_inputThatBreaks_failsAndGivesBackTheLease() throws Exception {
    Server echo = new Server(FakeModel.echo(), AdmissionConfig.defaults());
    // Claims one string and has none.
    InputTensor broken = FakeInput.strings("s", Shape.of(1, 1));
    Answer answer =
        echo.score("m", request(outputs(), false, broken, FakeInput.floats("x", 1, 1, 1)));
    assertThat(answer.reason()).isEqualTo(Reason.INTERNAL_ERROR);
  }

  private static FakeModel manyOutputs(int count) {
    List<TensorSpec> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outputs.add(FakeModel.floats("y" + i, -1, 1));
    }
    return new FakeModel()
        .signature(
            Signature.DEFAULT_NAME,
            List.of(FakeModel.floats("x", -1, 1)),
            outputs,
            false,
            in -> {
              Map<String, FakeTensor> all = new HashMap<>();
              for (int i = 0; i < count; i++) {
                float[] values = in.floats(0);
                for (int k = 0; k < values.length; k++) {
                  values[k] += i;
                }
                all.put("y" + i, FakeTensor.floats(in.shape(0), values));
              }
              return all;
            });
  }

  @Test
  void score_someOutputsInOwnOrder_thoseInThatOrder() throws Exception {
    Server server = new Server(manyOutputs(4), AdmissionConfig.defaults());
    Answer answer =
        server.score("m", request(outputs("y3", "y1"), false, FakeInput.floats("x", 10, 1, 1)));
    ScoredRows rows = ((Outcome.Scored) answer.outcome()).rows();
    assertThat(rows.outputs().stream().map(OutputSpec::name)).containsExactly("y3", "y1").inOrder();
    assertThat(answer.rows()).containsExactly("y3[1, 1]", List.of(13f), "y1[1, 1]", List.of(11f));
  }

  @Test
  void score_moreSetsOfOutputsThanAreKept_stillRight() throws Exception {
    Server server = new Server(manyOutputs(8), AdmissionConfig.defaults());
    for (int set = 1; set < 256; set++) {
      List<String> names = new ArrayList<>();
      Map<String, List<Float>> expected = new HashMap<>();
      for (int i = 0; i < 8; i++) {
        if ((set >> i & 1) == 1) {
          names.add(0, "y" + i);
          expected.put("y" + i + "[1, 1]", List.of(10f + i));
        }
      }
      Answer answer =
          server.score(
              "m",
              request(
                  outputs(names.toArray(String[]::new)), false, FakeInput.floats("x", 10, 1, 1)));
      assertThat(answer.rows()).isEqualTo(expected);
    }
  }

  @Test
  void warm_recordedRequestFails_mustNotServe() {
    FakeModel model =
        FakeModel.picky()
            .recorded(new RecordedRequest("", List.of(FakeInput.floats("x", -5, 1, 2))));
    ProblemException e =
        assertThrows(ProblemException.class, () -> new Server(model, AdmissionConfig.defaults()));
    assertThat(e.problem().reason()).isEqualTo(Reason.MODEL_WARMUP_FAILED);
    assertThat(e.problem().message()).contains("negative row");
    assertThat(model.openBlocks()).isEqualTo(0);
    assertThat(model.openResults()).isEqualTo(0);
  }

  @Test
  void close_afterRequests_closesTheModelWithNothingOpen() throws Exception {
    FakeModel model = FakeModel.doubling();
    Server server = new Server(model, AdmissionConfig.defaults());
    Answer unused = server.score("m", request(outputs(), false, FakeInput.floats("x", 1, 5, 2)));
    open.remove(open.size() - 1).close();
    assertThat(model.isClosed()).isTrue();
  }
}
