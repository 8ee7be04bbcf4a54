package dev.scorekeeper.cli;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.scorekeeper.v1.AnsweringModel;
import dev.scorekeeper.v1.CheckEvaluationRequest;
import dev.scorekeeper.v1.CheckEvaluationResponse;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.EvaluateShardRequest;
import dev.scorekeeper.v1.EvaluateShardResponse;
import dev.scorekeeper.v1.EvaluateWithProgressRequest;
import dev.scorekeeper.v1.EvaluateWithProgressResponse;
import dev.scorekeeper.v1.MergeEvaluationsRequest;
import dev.scorekeeper.v1.MergeEvaluationsResponse;
import dev.scorekeeper.v1.OutputKind;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictedOutput;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.Tensor;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.protobuf.StatusProto;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of arithmetic instead of models, on a port of the loopback.
 *
 * <p>Model {@code double} takes rows {@code x} of 4 float32 and gives {@code y}, twice as much. A
 * row that begins with -1 is refused. Model {@code digits} takes every image for a 0. Every second
 * answer comes late, so that answers overtake each other.
 */
public final class FakeScorekeeper implements AutoCloseable {
  private final ScheduledExecutorService late = new ScheduledThreadPoolExecutor(1);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final FakeEvaluations evaluations = new FakeEvaluations();
  private final Server server;

  private FakeScorekeeper(int port, String busyModel) throws IOException {
    server =
        Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
            .maxInboundMessageSize(64 << 20)
            .addService(new Scoring())
            .addService(new FakeModels(busyModel))
            .addService(evaluations)
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
  }

  /** Starts on a port; 0 for any that is free. */
  public static FakeScorekeeper start(int port) throws IOException {
    return new FakeScorekeeper(port, "double");
  }

  /** The same, with {@code digits} as the model that its statistics count. */
  static FakeScorekeeper startDigits(int port) throws IOException {
    return new FakeScorekeeper(port, "digits");
  }

  String target() {
    return "localhost:" + server.getPort();
  }

  int mostInFlight() {
    return mostInFlight.get();
  }

  FakeEvaluations evaluations() {
    return evaluations;
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.shutdownNow();
    late.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Scoring extends ScoringServiceGrpc.ScoringServiceImplBase {
    @Override
    public void checkEvaluation(
        CheckEvaluationRequest request, StreamObserver<CheckEvaluationResponse> answer) {
      evaluations.check(request.getHeader(), answer);
    }

    @Override
    public StreamObserver<EvaluateWithProgressRequest> evaluateWithProgress(
        StreamObserver<EvaluateWithProgressResponse> answer) {
      return evaluations.judge(answer);
    }

    @Override
    public StreamObserver<EvaluateShardRequest> evaluateShard(
        StreamObserver<EvaluateShardResponse> answer) {
      return evaluations.judgePart(answer);
    }

    @Override
    public void mergeEvaluations(
        MergeEvaluationsRequest request, StreamObserver<MergeEvaluationsResponse> answer) {
      evaluations.merge(request, answer);
    }

    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> answer) {
      mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      Runnable reply = () -> reply(request, answer);
      if (requests.incrementAndGet() % 2 == 0) {
        reply.run();
      } else {
        var unused = late.schedule(reply, 3, TimeUnit.MILLISECONDS);
      }
    }

    private void reply(PredictRequest request, StreamObserver<PredictResponse> answer) {
      inFlight.decrementAndGet();
      if (request.getModel().getName().equals("digits")) {
        answer.onNext(zero());
        answer.onCompleted();
        return;
      }
      Tensor input = request.getInputs(0);
      ByteBuffer values =
          ByteBuffer.wrap(input.getData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
      int row = refusedRow(values);
      if (row >= 0) {
        answer.onError(StatusProto.toStatusRuntimeException(refusal(row)));
        return;
      }
      answer.onNext(response(request, input, values));
      answer.onCompleted();
    }

    private static PredictResponse zero() {
      Tensor.Builder scores =
          Tensor.newBuilder()
              .setName("output_0")
              .setDtype(DataType.DATA_TYPE_FLOAT32)
              .addShape(1)
              .addShape(10)
              .setData(
                  ByteString.copyFrom(
                      ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 1)));
      return PredictResponse.newBuilder()
          .setModel(AnsweringModel.newBuilder().setName("digits").setVersion(2))
          .addOutputs(PredictedOutput.newBuilder().setTensor(scores))
          .build();
    }

    private static int refusedRow(ByteBuffer values) {
      for (int row = 0; row < values.capacity() / 16; row++) {
        if (values.getFloat(row * 16) == -1) {
          return row;
        }
      }
      return -1;
    }

    private static PredictResponse response(
        PredictRequest request, Tensor input, ByteBuffer values) {
      ByteBuffer doubled = ByteBuffer.allocate(values.capacity()).order(ByteOrder.LITTLE_ENDIAN);
      while (values.hasRemaining()) {
        doubled.putFloat(2 * values.getFloat());
      }
      Tensor output =
          Tensor.newBuilder()
              .setName("y")
              .setDtype(DataType.DATA_TYPE_FLOAT32)
              .addAllShape(input.getShapeList())
              .setData(ByteString.copyFrom(doubled.flip()))
              .build();
      return PredictResponse.newBuilder()
          .setModel(AnsweringModel.newBuilder().setName(request.getModel().getName()).setVersion(3))
          .addOutputs(
              PredictedOutput.newBuilder().setTensor(output).setKind(OutputKind.OUTPUT_KIND_VALUE))
          .build();
    }
  }

  private static Status refusal(int row) {
    return Status.newBuilder()
        .setCode(io.grpc.Status.Code.INVALID_ARGUMENT.value())
        .setMessage("The model rejected row " + row + ".")
        .addDetails(
            Any.pack(
                ErrorInfo.newBuilder()
                    .setReason("MODEL_REJECTED_INPUT")
                    .setDomain("scorekeeper.dev")
                    .build()))
        .addDetails(
            Any.pack(
                BadRequest.newBuilder()
                    .addFieldViolations(
                        BadRequest.FieldViolation.newBuilder().setField("inputs[0]"))
                    .build()))
        .build();
  }
}
