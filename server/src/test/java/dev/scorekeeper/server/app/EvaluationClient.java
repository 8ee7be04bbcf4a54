package dev.scorekeeper.server.app;

import dev.scorekeeper.v1.CheckEvaluationRequest;
import dev.scorekeeper.v1.CheckEvaluationResponse;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluateShardRequest;
import dev.scorekeeper.v1.EvaluateWithProgressRequest;
import dev.scorekeeper.v1.EvaluateWithProgressResponse;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.LabelledRows;
import dev.scorekeeper.v1.MergeEvaluationsRequest;
import dev.scorekeeper.v1.MetricSpec;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Evaluates by the generated stubs, with few words. */
final class EvaluationClient {

  private static final long PATIENCE_SECONDS = 120;

  private final Channel channel;

  EvaluationClient(TestServer server) {
    this(server.channel);
  }

  EvaluationClient(Channel channel) {
    this.channel = channel;
  }

  static EvaluationHeader.Builder header(String model, EvaluatedOutput.Builder... outputs) {
    EvaluationSpec.Builder spec = EvaluationSpec.newBuilder();
    for (EvaluatedOutput.Builder output : outputs) {
      spec.addOutputs(output);
    }
    return EvaluationHeader.newBuilder()
        .setModel(ModelSpec.newBuilder().setName(model))
        .setSpec(spec);
  }

  static EvaluatedOutput.Builder output(String name, String loss, String... metrics) {
    EvaluatedOutput.Builder output = EvaluatedOutput.newBuilder().setOutput(name).setLoss(loss);
    for (String metric : metrics) {
      output.addMetrics(MetricSpec.newBuilder().setMetric(metric));
    }
    return output;
  }

  /** A whole stream of these rows, one message each. */
  static List<EvaluateRequest> stream(
      EvaluationHeader.Builder header, List<LabelledRows.Builder> messages) {
    List<EvaluateRequest> stream = new ArrayList<>();
    stream.add(EvaluateRequest.newBuilder().setHeader(header).build());
    long rows = 0;
    for (LabelledRows.Builder message : messages) {
      message.setSequence(stream.size() - 1L);
      rows += message.getInputs(0).getShape(0);
      stream.add(EvaluateRequest.newBuilder().setRows(message).build());
    }
    stream.add(LabelledData.end(rows));
    return stream;
  }

  /** The value of this name over all rows. */
  static double value(Evaluation record, String name) {
    return record.getValuesList().stream()
        .filter(value -> value.getName().equals(name))
        .findFirst()
        .map(MetricValue::getValue)
        .orElseThrow(() -> new AssertionError("no " + name + " in " + record.getValuesList()));
  }

  /** The record without what differs from one evaluation to the next: ids, times, cut, chain. */
  static Evaluation content(Evaluation record) {
    Evaluation.Builder content = record.toBuilder();
    content.clearId().clearCreateTime().clearStartTime().clearPreviousHash().clearHash();
    content.getCountsBuilder().clearMessages();
    return content.build();
  }

  private ScoringServiceGrpc.ScoringServiceStub stub() {
    return ScoringServiceGrpc.newStub(channel)
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private ScoringServiceGrpc.ScoringServiceBlockingStub blockingStub() {
    return ScoringServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  Evaluation evaluate(List<EvaluateRequest> messages) throws Exception {
    Answers<dev.scorekeeper.v1.EvaluateResponse> answers = new Answers<>();
    send(stub().evaluate(answers), messages, message -> message);
    return answers.await().get(0).getEvaluation();
  }

  /** Sends the header and nothing else, and waits for what the server says to it. */
  void begin(EvaluationHeader header) throws Exception {
    Answers<dev.scorekeeper.v1.EvaluateResponse> answers = new Answers<>();
    stub().evaluate(answers).onNext(EvaluateRequest.newBuilder().setHeader(header).build());
    answers.await();
  }

  void check(EvaluationHeader header) {
    CheckEvaluationResponse unused =
        blockingStub()
            .checkEvaluation(CheckEvaluationRequest.newBuilder().setHeader(header).build());
  }

  List<EvaluateWithProgressResponse> evaluateWithProgress(List<EvaluateRequest> messages)
      throws Exception {
    Answers<EvaluateWithProgressResponse> answers = new Answers<>();
    send(
        stub().evaluateWithProgress(answers),
        messages,
        message -> EvaluateWithProgressRequest.newBuilder().setMessage(message).build());
    return answers.await();
  }

  EvaluationState shard(List<EvaluateRequest> messages) throws Exception {
    Answers<dev.scorekeeper.v1.EvaluateShardResponse> answers = new Answers<>();
    send(
        stub().evaluateShard(answers),
        messages,
        message -> EvaluateShardRequest.newBuilder().setMessage(message).build());
    return answers.await().get(0).getState();
  }

  Evaluation merge(List<EvaluationState> states) {
    return blockingStub()
        .mergeEvaluations(MergeEvaluationsRequest.newBuilder().addAllStates(states).build())
        .getEvaluation();
  }

  private static <T> void send(
      StreamObserver<T> requests, List<EvaluateRequest> messages, Function<EvaluateRequest, T> as) {
    messages.forEach(message -> requests.onNext(as.apply(message)));
    requests.onCompleted();
  }

  /** Gathers answers. */
  static final class Answers<T> implements StreamObserver<T> {
    private final List<T> all = new CopyOnWriteArrayList<>();
    private final CompletableFuture<List<T>> end = new CompletableFuture<>();

    @Override
    public void onNext(T answer) {
      all.add(answer);
    }

    @Override
    public void onError(Throwable problem) {
      end.completeExceptionally(problem);
    }

    @Override
    public void onCompleted() {
      end.complete(all);
    }

    boolean isDone() {
      return end.isDone();
    }

    /** Number of answers so far. */
    int count() {
      return all.size();
    }

    /** All answers, or the problem that the call ended with. */
    List<T> await() throws Exception {
      try {
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      } catch (TimeoutException e) {
        throw new AssertionError("no end of the call", e);
      }
    }
  }
}
