package dev.scorekeeper.client;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.IntervalMethod;
import dev.scorekeeper.v1.LabelEncoding;
import dev.scorekeeper.v1.ScoreKind;
import dev.scorekeeper.v1.Verdict;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Evaluations through a client, as the server sees them. */
final class EvaluationTest {

  private static final EvaluationRequest REQUEST =
      EvaluationRequest.of("m").output(EvaluatedOutput.of("y").loss("mse").metrics("mae"));

  private final FakeEvaluations service = new FakeEvaluations();
  private final FakeTimer timer = new FakeTimer();
  private final InProcess servers = new InProcess();
  private final ScorekeeperClient client = InProcess.client(timer, servers.start(service)).build();

  @AfterEach
  void stop() {
    client.close();
    servers.close();
  }

  private static LabelledRows rows(float... values) {
    return LabelledRows.of().input("x", Tensor.of(values)).label("y", Tensor.of(values));
  }

  @Test
  void evaluate_rows_sendsHeaderRowsInSequenceAndEnd() {
    EvaluationResult result = client.evaluate(REQUEST, List.of(rows(1, 2), rows(3)));

    assertThat(result.rowCount()).isEqualTo(3);
    assertThat(service.messages).hasSize(4);
    EvaluationHeader header = service.messages.get(0).getHeader();
    assertThat(header.getSpec().getOutputs(0).getLoss()).isEqualTo("mse");
    assertThat(header.getSpec().getRequestId()).isNotEmpty();
    assertThat(service.messages.get(1).getRows().getSequence()).isEqualTo(0);
    assertThat(service.messages.get(2).getRows().getSequence()).isEqualTo(1);
    assertThat(service.messages.get(2).getRows().getLabels(0).getName()).isEqualTo("y");
    assertThat(service.messages.get(3).getEnd().getRowCount()).isEqualTo(3);
  }

  @Test
  void checkEvaluation_question_sendsTheHeaderAlone() {
    client.checkEvaluation(REQUEST);

    assertThat(service.messages).hasSize(1);
    assertThat(service.messages.get(0).getHeader()).isEqualTo(REQUEST.header());
    service.failNext(
        FakeScoringService.failure(
            FakeScoringService.badInput("GATE_SYNTAX", "header.spec.gates[0]")));
    ScorekeeperException e =
        assertThrows(ScorekeeperException.class, () -> client.checkEvaluation(REQUEST));
    assertThat(e.reason()).isEqualTo("GATE_SYNTAX");
    assertThat(e.field()).isEqualTo("header.spec.gates[0]");
  }

  @Test
  void result_values_areReadByName() {
    EvaluationResult result = client.evaluate(REQUEST, List.of(rows(1)));

    assertThat(result.id()).isEqualTo("ev-1");
    assertThat(result.model()).isEqualTo("m");
    assertThat(result.version()).isEqualTo(7);
    assertThat(result.values()).containsExactly("loss", 0.25, "accuracy", 0.5).inOrder();
    assertThat(result.value("accuracy")).isEqualTo(0.5);
    assertThat(result.verdict()).isEqualTo(Verdict.VERDICT_FAILED);
    assertThat(result.isAccepted()).isFalse();
    assertThat(result.failedGates().get(0).getGate()).isEqualTo("accuracy >= 0.9");
    assertThat(result.failedGates()).hasSize(1);
    assertThat(result.toString()).isEqualTo("m:7{loss=0.25, accuracy=0.5}");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> result.value("auc"));
    assertThat(e).hasMessageThat().contains("[loss, accuracy]");
  }

  @Test
  void evaluate_withListener_tellsTheProgress() {
    List<Long> news = new ArrayList<>();
    EvaluationResult result =
        client.evaluate(REQUEST, List.of(rows(1, 2)), progress -> news.add(progress.getRowCount()));
    assertThat(news).containsExactly(2L);
    assertThat(result.value("loss")).isEqualTo(0.25);
  }

  @Test
  void evaluate_serverGoesAway_beginsAnewWithTheSameRequestId() {
    service.failNext(FakeScoringService.failure(Status.Code.UNAVAILABLE));
    try (ScorekeeperClient patient =
        ScorekeeperClient.builder(servers.start(service))
            .channels(InProcessChannelBuilder::forName)
            .executor(Runnable::run)
            .build()) {
      EvaluationResult result = patient.evaluate(REQUEST, List.of(rows(1, 2), rows(3)));
      assertThat(result.rowCount()).isEqualTo(3);
    }
    List<EvaluateRequest> headers =
        service.messages.stream().filter(EvaluateRequest::hasHeader).toList();
    assertThat(headers).hasSize(2);
    assertThat(headers.get(0)).isEqualTo(headers.get(1));
  }

  @Test
  void evaluate_serverThatForbidsIt_isNotRepeated() {
    service.failNext(FakeScoringService.pushback(Status.Code.UNAVAILABLE, "-1"));
    ScorekeeperException e =
        assertThrows(
            ScorekeeperException.class, () -> client.evaluate(REQUEST, List.of(rows(1), rows(2))));
    assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(service.messages.stream().filter(EvaluateRequest::hasHeader).count()).isEqualTo(1);
  }

  @Test
  void evaluate_refusedRows_failsWithTheReasonAndIsNotRepeated() {
    service.failNext(
        FakeScoringService.failure(
            FakeScoringService.badInput("LABEL_OUT_OF_RANGE", "rows.labels[0]")));
    ScorekeeperException e =
        assertThrows(
            ScorekeeperException.class, () -> client.evaluate(REQUEST, List.of(rows(1), rows(2))));
    assertThat(e.reason()).isEqualTo("LABEL_OUT_OF_RANGE");
    assertThat(e.field()).isEqualTo("rows.labels[0]");
    assertThat(service.messages.stream().filter(EvaluateRequest::hasHeader).count()).isEqualTo(1);
    assertThat(service.messages.stream().noneMatch(EvaluateRequest::hasEnd)).isTrue();
  }

  @Test
  void evaluate_rowsThatCannotBeRead_givesUpAndPassesTheFailureOn() {
    Iterable<LabelledRows> broken =
        () -> {
          throw new IllegalStateException("the disk is gone");
        };
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> client.evaluate(REQUEST, broken));
    assertThat(e).hasMessageThat().isEqualTo("the disk is gone");
    assertThat(service.cancelled.get()).isEqualTo(1);
  }

  @Test
  void stream_closedWithoutFinish_isGivenUp() {
    try (EvaluationStream<EvaluationResult> stream = client.openEvaluation(REQUEST)) {
      stream.send(rows(1));
      assertThat(stream.rowCount()).isEqualTo(1);
    }
    assertThat(service.cancelled.get()).isEqualTo(1);
    assertThat(service.messages.stream().noneMatch(EvaluateRequest::hasEnd)).isTrue();
  }

  @Test
  void stream_finished_takesNoMoreRows() {
    try (EvaluationStream<EvaluationResult> stream =
        client.openEvaluation(REQUEST, progress -> {})) {
      stream.send(rows(1));
      assertThat(stream.finish().id()).isEqualTo("ev-1");
      assertThrows(IllegalStateException.class, () -> stream.send(rows(1)));
      assertThrows(IllegalStateException.class, stream::finish);
    }
    assertThat(service.cancelled.get()).isEqualTo(0);
  }

  @Test
  void send_serverThatTakesNothing_waits() throws Exception {
    service.byHand = true;
    try (EvaluationStream<EvaluationResult> stream = client.openEvaluation(REQUEST)) {
      CompletableFuture<EvaluationResult> done = new CompletableFuture<>();
      Thread sender =
          new Thread(
              () -> {
                for (int i = 0; i < 50; i++) {
                  stream.send(rows(i));
                }
                done.complete(stream.finish());
              });
      sender.start();
      while (sender.getState() != Thread.State.WAITING) {
        assertThat(sender.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      assertThat(service.messages.size()).isLessThan(50);
      service.calls.get(0).request(100);
      assertThat(done.get(10, TimeUnit.SECONDS).rowCount()).isEqualTo(50);
    }
  }

  @Test
  void send_rowsLargerThanAMessage_areRefusedHere() {
    try (ScorekeeperClient small =
            InProcess.client(timer, servers.start(new FakeEvaluations()))
                .maxMessageBytes(200)
                .build();
        EvaluationStream<EvaluationResult> stream = small.openEvaluation(REQUEST)) {
      ScorekeeperException e =
          assertThrows(ScorekeeperException.class, () -> stream.send(rows(new float[100])));
      assertThat(e.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  @Test
  void clientClosed_openStream_ends() {
    EvaluationStream<EvaluationResult> stream = client.openEvaluation(REQUEST);
    client.close();
    assertThrows(IllegalStateException.class, () -> stream.send(rows(1)));
    assertThat(service.cancelled.get()).isEqualTo(1);
  }

  @Test
  void shards_merged_giveOneResult() {
    List<EvaluationState> states = new ArrayList<>();
    for (LabelledRows part : List.of(rows(1, 2), rows(3, 4, 5))) {
      try (EvaluationStream<EvaluationState> shard = client.openEvaluationShard(REQUEST)) {
        shard.send(part);
        states.add(shard.finish());
      }
    }
    assertThat(client.mergeEvaluations(states).rowCount()).isEqualTo(5);
  }

  @Test
  void request_everyQuestion_isInTheHeader() {
    EvaluationHeader header =
        EvaluationRequest.of("m")
            .version(3)
            .signature("s")
            .output(
                EvaluatedOutput.of("y")
                    .displayName("price")
                    .lossWeight(0.5)
                    .metrics("mae", "mse")
                    .weightedMetrics("mape")
                    .threshold(0.25)
                    .labelEncoding(LabelEncoding.LABEL_ENCODING_REAL)
                    .scoreKind(ScoreKind.SCORE_KIND_REAL)
                    .classNames("a", "b")
                    .classWeights(1, 2))
            .slice("country", "device")
            .gate("mae <= 1")
            .dataset("prices", "2")
            .declaredRows(10)
            .preprocessingHash("h")
            .baseline("best")
            .despite("dataset.version")
            .despite("dataset.digest")
            .firstRelease()
            .keras(7)
            .intervals(IntervalMethod.INTERVAL_METHOD_JACKKNIFE)
            .ask(spec -> spec.setNote("n"))
            .header();
    assertThat(header.getModel().getVersion()).isEqualTo(3);
    assertThat(header.getSignature()).isEqualTo("s");
    var output = header.getSpec().getOutputs(0);
    assertThat(output.getDisplayName()).isEqualTo("price");
    assertThat(output.getMetricsCount()).isEqualTo(3);
    assertThat(output.getMetrics(2).getWeighted()).isTrue();
    assertThat(output.getClassWeightsList()).containsExactly(1.0, 2.0);
    assertThat(header.getSpec().getSlices(0).getColumnsList()).containsExactly("country", "device");
    assertThat(header.getSpec().getDataset().getName()).isEqualTo("prices");
    assertThat(header.getSpec().getDataset().getDeclaredRows()).isEqualTo(10);
    assertThat(header.getSpec().getMode()).isEqualTo(EvaluationMode.EVALUATION_MODE_KERAS);
    assertThat(header.getSpec().getKeras().getBatchSize()).isEqualTo(7);
    assertThat(header.getSpec().getDespiteList())
        .containsExactly("dataset.version", "dataset.digest")
        .inOrder();
    assertThat(header.getSpec().getFirstRelease()).isTrue();
    assertThat(header.getSpec().getNote()).isEqualTo("n");
  }

  @Test
  void labelledRows_everyPart_isInTheMessage() {
    dev.scorekeeper.v1.LabelledRows message =
        LabelledRows.of()
            .input("x", new float[][] {{1}, {2}})
            .label("y", new int[] {0, 1})
            .labelPresence("y", Tensor.of(new boolean[] {true, false}))
            .weight(Tensor.of(new double[] {1, 2}))
            .mask("y", Tensor.of(new boolean[] {true, true}))
            .sliceColumn("country", Tensor.of(new String[] {"JP", "FR"}))
            .exampleIds(Tensor.of(new long[] {7, 8}))
            .queryIds(Tensor.of(new String[] {"jackets", "shoes"}))
            .wire(4);
    assertThat(message.getSequence()).isEqualTo(4);
    assertThat(message.getInputs(0).getShapeList()).containsExactly(2L, 1L);
    assertThat(message.getLabelPresence(0).getName()).isEqualTo("y");
    assertThat(message.getWeights(0).getName()).isEmpty();
    assertThat(message.getMasks(0).getName()).isEqualTo("y");
    assertThat(message.getSliceColumns(0).getStringValuesCount()).isEqualTo(2);
    assertThat(message.getExampleIds().getShape(0)).isEqualTo(2);
    assertThat(message.getQueryIds().getStringValues(1).toStringUtf8()).isEqualTo("shoes");
  }

  @Test
  void labelledRows_tensorsThatDisagree_areRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> rows(1, 2).weight(Tensor.of(new double[] {1})));
    assertThat(e).hasMessageThat().isEqualTo("\"\" has 1 rows, what is before it has 2");
    assertThrows(
        IllegalArgumentException.class, () -> LabelledRows.of().input("x", Tensor.ofNested(1f)));
    assertThrows(IllegalStateException.class, () -> LabelledRows.of().rowCount());
  }
}
