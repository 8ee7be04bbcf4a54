package dev.scorekeeper.cli;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.scorekeeper.cli.evaluate.Records;
import dev.scorekeeper.v1.CheckEvaluationResponse;
import dev.scorekeeper.v1.CompareEvaluationsRequest;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.DatasetIdentity;
import dev.scorekeeper.v1.DeleteEvaluationRequest;
import dev.scorekeeper.v1.DeleteEvaluationResponse;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluateShardRequest;
import dev.scorekeeper.v1.EvaluateShardResponse;
import dev.scorekeeper.v1.EvaluateWithProgressRequest;
import dev.scorekeeper.v1.EvaluateWithProgressResponse;
import dev.scorekeeper.v1.EvaluatedModel;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationProgress;
import dev.scorekeeper.v1.EvaluationServiceGrpc;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.GateResult;
import dev.scorekeeper.v1.GetEvaluationRequest;
import dev.scorekeeper.v1.GetEvaluationResponse;
import dev.scorekeeper.v1.LabelledRows;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.ListEvaluationsResponse;
import dev.scorekeeper.v1.MergeEvaluationsRequest;
import dev.scorekeeper.v1.MergeEvaluationsResponse;
import dev.scorekeeper.v1.MetricSpec;
import dev.scorekeeper.v1.Verdict;
import dev.scorekeeper.v1.VerificationProblem;
import dev.scorekeeper.v1.VerifyEvaluationsRequest;
import dev.scorekeeper.v1.VerifyEvaluationsResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Records without evaluation: every value is 0.5, gates that ask for more than 0.9 fail, metric
 * {@code nope} is unknown, to gates too, and a first label of -1 is refused.
 */
final class FakeEvaluations extends EvaluationServiceGrpc.EvaluationServiceImplBase {
  private static final int MESSAGES_KEPT = 100;

  final List<EvaluationHeader> headers = new CopyOnWriteArrayList<>();
  final List<LabelledRows> rows = new CopyOnWriteArrayList<>();
  final List<Evaluation> records = new CopyOnWriteArrayList<>();
  final List<ListEvaluationsRequest> lists = new CopyOnWriteArrayList<>();

  /** What verify finds. */
  volatile VerifyEvaluationsResponse verification =
      VerifyEvaluationsResponse.newBuilder().setRecordCount(1).setHeadHash("ab").build();

  /** Hash that the last verification was to find. */
  volatile String knownHead = "";

  /** True to be a server that cannot check questions without rows. */
  volatile boolean older;

  /** Fields in which the last two to be compared could differ. */
  volatile List<String> despite = List.of();

  /** What compare answers. */
  volatile CompareEvaluationsResponse comparison =
      CompareEvaluationsResponse.newBuilder().setComparable(true).build();

  static VerificationProblem problem() {
    return VerificationProblem.newBuilder()
        .setPosition(2)
        .setId("ev-2")
        .setProblem("Its content was changed.")
        .build();
  }

  /** Looks at gates alone. */
  void check(EvaluationHeader header, StreamObserver<CheckEvaluationResponse> answer) {
    if (older) {
      answer.onError(io.grpc.Status.UNIMPLEMENTED.asRuntimeException());
    } else if (header.getSpec().getGatesList().stream().anyMatch(g -> g.startsWith("nope"))) {
      answer.onError(
          refusal(
              io.grpc.Status.Code.INVALID_ARGUMENT,
              "No value nope is asked for; near it is none.",
              "METRIC_UNKNOWN",
              "header.spec.gates[0]"));
    } else {
      answer.onNext(CheckEvaluationResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  /** One evaluation. */
  StreamObserver<EvaluateWithProgressRequest> judge(
      StreamObserver<EvaluateWithProgressResponse> answer) {
    return new Call<>(
        answer,
        EvaluateWithProgressRequest::getMessage,
        record -> {
          records.add(record);
          long rowCount = record.getDataset().getRowCount();
          answer.onNext(
              EvaluateWithProgressResponse.newBuilder()
                  .setProgress(EvaluationProgress.newBuilder().setRowCount(rowCount))
                  .build());
          answer.onNext(EvaluateWithProgressResponse.newBuilder().setEvaluation(record).build());
        });
  }

  /** A part of one. */
  StreamObserver<EvaluateShardRequest> judgePart(StreamObserver<EvaluateShardResponse> answer) {
    return new Call<>(
        answer,
        EvaluateShardRequest::getMessage,
        record ->
            answer.onNext(
                EvaluateShardResponse.newBuilder()
                    .setState(
                        EvaluationState.newBuilder()
                            .setHeader(EvaluationHeader.newBuilder().setSpec(record.getSpec()))
                            .setRowCount(record.getDataset().getRowCount()))
                    .build()));
  }

  /** The record of the parts. */
  void merge(MergeEvaluationsRequest request, StreamObserver<MergeEvaluationsResponse> answer) {
    long rowCount = request.getStatesList().stream().mapToLong(EvaluationState::getRowCount).sum();
    Evaluation record = record(request.getStates(0).getHeader(), rowCount);
    records.add(record);
    answer.onNext(MergeEvaluationsResponse.newBuilder().setEvaluation(record).build());
    answer.onCompleted();
  }

  private static StatusRuntimeException refusal(
      io.grpc.Status.Code code, String message, String reason, String field) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(code.value())
            .setMessage(message)
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder().setReason(reason).setDomain("scorekeeper.dev").build()))
            .addDetails(
                Any.pack(
                    BadRequest.newBuilder()
                        .addFieldViolations(BadRequest.FieldViolation.newBuilder().setField(field))
                        .build()))
            .build());
  }

  private Evaluation record(EvaluationHeader header, long rowCount) {
    Evaluation.Builder record =
        Evaluation.newBuilder()
            .setId("ev-" + (records.size() + 1))
            .setCreateTime(Timestamp.newBuilder().setSeconds(1_769_860_000 + records.size()))
            .setModel(
                EvaluatedModel.newBuilder()
                    .setName(header.getModel().getName())
                    .setVersion(header.getModel().getVersion()))
            .setDataset(
                DatasetIdentity.newBuilder()
                    .setName(header.getSpec().getDataset().getName())
                    .setVersion(header.getSpec().getDataset().getVersion())
                    .setRowCount(rowCount))
            .setSpec(header.getSpec());
    for (EvaluatedOutput output : header.getSpec().getOutputsList()) {
      if (!output.getLoss().isEmpty()) {
        record.addValues(Records.value("loss", 0.5));
      }
      for (MetricSpec metric : output.getMetricsList()) {
        record.addValues(Records.value(metric.getMetric(), 0.5));
      }
    }
    boolean failed = false;
    for (String gate : header.getSpec().getGatesList()) {
      boolean tooMuch = gate.contains("0.9");
      failed |= tooMuch;
      record.addGates(
          GateResult.newBuilder()
              .setGate(gate)
              .setVerdict(tooMuch ? Verdict.VERDICT_FAILED : Verdict.VERDICT_PASSED));
    }
    boolean gated = header.getSpec().getGatesCount() > 0;
    record.setVerdict(
        failed
            ? Verdict.VERDICT_FAILED
            : gated ? Verdict.VERDICT_PASSED : Verdict.VERDICT_NOT_GATED);
    return record.build();
  }

  @Override
  public void getEvaluation(
      GetEvaluationRequest request, StreamObserver<GetEvaluationResponse> answer) {
    for (Evaluation record : records) {
      if (record.getId().equals(request.getId())) {
        answer.onNext(
            GetEvaluationResponse.newBuilder()
                .setEvaluation(record)
                .setCanonical(request.getIncludeCanonical() ? "{" + record.getId() + "}" : "")
                .build());
        answer.onCompleted();
        return;
      }
    }
    answer.onError(
        refusal(
            io.grpc.Status.Code.NOT_FOUND,
            "There is no evaluation '" + request.getId() + "'.",
            "EVALUATION_NOT_FOUND",
            "id"));
  }

  /** Two records a page. */
  @Override
  public void listEvaluations(
      ListEvaluationsRequest request, StreamObserver<ListEvaluationsResponse> answer) {
    lists.add(request);
    List<Evaluation> newestFirst = new ArrayList<>(records);
    newestFirst.sort(Comparator.comparingLong((Evaluation e) -> -e.getCreateTime().getSeconds()));
    int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    int to = Math.min(from + 2, newestFirst.size());
    ListEvaluationsResponse.Builder page = ListEvaluationsResponse.newBuilder();
    newestFirst.subList(from, to).forEach(r -> page.addEvaluations(Records.summary(r)));
    if (to < newestFirst.size()) {
      page.setNextPageToken(Integer.toString(to));
    }
    answer.onNext(page.build());
    answer.onCompleted();
  }

  @Override
  public void compareEvaluations(
      CompareEvaluationsRequest request, StreamObserver<CompareEvaluationsResponse> answer) {
    despite = request.getDespiteList();
    if (despite.contains("nope")) {
      answer.onError(
          refusal(
              io.grpc.Status.Code.INVALID_ARGUMENT,
              "despite names 'nope'.",
              "DESPITE_INVALID",
              "despite[0]"));
      return;
    }
    answer.onNext(comparison);
    answer.onCompleted();
  }

  @Override
  public void deleteEvaluation(
      DeleteEvaluationRequest request, StreamObserver<DeleteEvaluationResponse> answer) {
    records.removeIf(record -> record.getId().equals(request.getId()));
    answer.onNext(DeleteEvaluationResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void verifyEvaluations(
      VerifyEvaluationsRequest request, StreamObserver<VerifyEvaluationsResponse> answer) {
    knownHead = request.getKnownHead();
    answer.onNext(verification);
    answer.onCompleted();
  }

  /** One stream. */
  private final class Call<Q> implements StreamObserver<Q> {
    private final StreamObserver<?> answer;
    private final Function<Q, EvaluateRequest> opener;
    private final Consumer<Evaluation> onEnd;
    private EvaluationHeader header = EvaluationHeader.getDefaultInstance();
    private long rowCount;
    private boolean refused;

    Call(
        StreamObserver<?> answer, Function<Q, EvaluateRequest> opener, Consumer<Evaluation> onEnd) {
      this.answer = answer;
      this.opener = opener;
      this.onEnd = onEnd;
    }

    @Override
    public void onNext(Q envelope) {
      if (refused) {
        return;
      }
      EvaluateRequest message = opener.apply(envelope);
      switch (message.getMessageCase()) {
        case HEADER -> onHeader(message.getHeader());
        case ROWS -> onRows(message.getRows());
        case END, MESSAGE_NOT_SET -> {}
      }
    }

    private void onHeader(EvaluationHeader received) {
      header = received;
      headers.add(received);
      for (EvaluatedOutput output : received.getSpec().getOutputsList()) {
        if (output.getMetricsList().stream().anyMatch(m -> m.getMetric().equals("nope"))) {
          refuse(
              "There is no metric 'nope'; did you mean 'none'?",
              "METRIC_UNKNOWN",
              "header.spec.outputs[0].metrics[0]");
        }
      }
    }

    private void onRows(LabelledRows received) {
      if (rows.size() < MESSAGES_KEPT) {
        rows.add(received);
      }
      rowCount += received.getInputs(0).getShape(0);
      double first =
          received
              .getLabels(0)
              .getData()
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN)
              .getDouble(0);
      if (first == -1) {
        refuse("Label -1 of row 0 is no class.", "LABEL_OUT_OF_RANGE", "rows.labels[0]");
      }
    }

    private void refuse(String message, String reason, String field) {
      refused = true;
      answer.onError(refusal(io.grpc.Status.Code.INVALID_ARGUMENT, message, reason, field));
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {
      if (refused) {
        return;
      }
      onEnd.accept(record(header, rowCount));
      answer.onCompleted();
    }
  }
}
