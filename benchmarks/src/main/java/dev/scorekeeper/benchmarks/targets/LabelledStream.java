package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluateResponse;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationEnd;
import dev.scorekeeper.v1.LabelledRows;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An evaluation that sends its rows as fast as the server takes them. Its owner closes it. */
final class LabelledStream implements AutoCloseable {

  private final ManagedChannel channel;
  private final Call call;

  private LabelledStream(ManagedChannel channel, Call call) {
    this.channel = channel;
    this.call = call;
  }

  /**
   * Begins to send.
   *
   * @param messages number of messages
   */
  static LabelledStream start(int port, LabelledData data, long messages) {
    return start(channel(port), data, messages);
  }

  /**
   * The same in small portions. A process is not interrupted while the kernel copies what it sends;
   * with a megabyte at a time others waited up to 0.9 ms for its core.
   */
  static LabelledStream startInSmallPortions(int port, LabelledData data, long messages) {
    return start(channel(port).withOption(ChannelOption.SO_SNDBUF, 1 << 17), data, messages);
  }

  private static NettyChannelBuilder channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .directExecutor()
        .flowControlWindow(1 << 22)
        .maxInboundMessageSize(1 << 26);
  }

  private static LabelledStream start(
      NettyChannelBuilder builder, LabelledData data, long messages) {
    ManagedChannel channel = builder.build();
    Call call = new Call(data, messages);
    ScoringServiceGrpc.newStub(channel).evaluate(call);
    return new LabelledStream(channel, call);
  }

  /** Evaluates once and waits for the record. */
  static Evaluation run(int port, LabelledData data, long messages)
      throws IOException, InterruptedException {
    try (LabelledStream stream = start(port, data, messages)) {
      return stream.await();
    }
  }

  /** Rows that were handed to gRPC so far. */
  long sentRows() {
    return Math.max(0, call.sent) * call.data.messageRows();
  }

  boolean isDone() {
    return call.result.isDone();
  }

  /** Waits for the record. */
  Evaluation await() throws IOException, InterruptedException {
    try {
      return call.result.get(10, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("an evaluation failed", e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** Sends on the channel's event loop. */
  private static final class Call
      implements ClientResponseObserver<EvaluateRequest, EvaluateResponse> {

    private final LabelledData data;
    private final long messages;
    private final LabelledRows same;
    private final CompletableFuture<Evaluation> result = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<EvaluateRequest> stream;

    /** Messages of rows so far; -1: not even the header. Written by the loop alone. */
    private volatile long sent = -1;

    Call(LabelledData data, long messages) {
      this.data = data;
      this.messages = messages;
      this.same = data.message(0);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<EvaluateRequest> requests) {
      stream = requests;
      requests.setOnReadyHandler(this::send);
    }

    private void send() {
      ClientCallStreamObserver<EvaluateRequest> requests = stream;
      while (requests != null && requests.isReady() && sent <= messages) {
        long number = sent;
        requests.onNext(request(number));
        sent = number + 1;
        if (number == messages) {
          requests.onCompleted();
        }
      }
    }

    private EvaluateRequest request(long number) {
      EvaluateRequest.Builder request = EvaluateRequest.newBuilder();
      if (number < 0) {
        return request.setHeader(data.header()).build();
      }
      if (number < messages) {
        LabelledRows rows = data.fresh() ? data.message(number) : same;
        return request.setRows(rows.toBuilder().setSequence(number)).build();
      }
      return request
          .setEnd(EvaluationEnd.newBuilder().setRowCount(messages * data.messageRows()))
          .build();
    }

    @Override
    public void onNext(EvaluateResponse response) {
      result.complete(response.getEvaluation());
    }

    @Override
    public void onError(Throwable e) {
      result.completeExceptionally(e);
    }

    @Override
    public void onCompleted() {
      result.completeExceptionally(new IOException("no record came"));
    }
  }
}
