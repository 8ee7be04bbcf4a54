package dev.scorekeeper.benchmarks.targets;

import com.google.protobuf.ByteString;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluateResponse;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationEnd;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.LabelledRows;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.Tensor;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends random rows with random labels through Evaluate, as fast as the server takes them.
 *
 * <p>The rows of all messages are the same, so that the client costs little; their scores repeat
 * after {@value #MESSAGE_ROWS} rows.
 */
final class LabelledStream implements ClientResponseObserver<EvaluateRequest, EvaluateResponse> {

  /** Rows of each message. */
  static final int MESSAGE_ROWS = 4096;

  private final EvaluationHeader header;
  private final long messages;
  private final LabelledRows rows;
  private final CompletableFuture<Evaluation> result = new CompletableFuture<>();
  private @Nullable ClientCallStreamObserver<EvaluateRequest> call;
  private long sent = -1;

  private LabelledStream(EvaluationHeader header, long messages, LabelledRows rows) {
    this.header = header;
    this.messages = messages;
    this.rows = rows;
  }

  /**
   * Evaluates once and waits for the record.
   *
   * @param messages number of messages, each of {@value #MESSAGE_ROWS} rows
   */
  static Evaluation run(int port, EvaluationHeader header, long messages, LabelledRows rows)
      throws IOException, InterruptedException {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .directExecutor()
            .flowControlWindow(1 << 22)
            .maxInboundMessageSize(1 << 26)
            .build();
    LabelledStream stream = new LabelledStream(header, messages, rows);
    try {
      ScoringServiceGrpc.newStub(channel).evaluate(stream);
      return stream.result.get(10, TimeUnit.MINUTES);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IOException("an evaluation failed", e);
    } finally {
      channel.shutdownNow();
    }
  }

  /** Rows of one input of float32 and of one output whose labels are classes. */
  static LabelledRows rows(String input, String output, int[] inner, int classes) {
    Random random = new Random(1);
    int elements = MESSAGE_ROWS;
    Tensor.Builder inputs =
        Tensor.newBuilder()
            .setName(input)
            .setDtype(DataType.DATA_TYPE_FLOAT32)
            .addShape(MESSAGE_ROWS);
    for (int dim : inner) {
      inputs.addShape(dim);
      elements *= dim;
    }
    ByteBuffer data = littleEndian(elements);
    for (int i = 0; i < elements; i++) {
      data.putFloat(random.nextFloat());
    }
    ByteBuffer labels = littleEndian(MESSAGE_ROWS);
    for (int i = 0; i < MESSAGE_ROWS; i++) {
      labels.putInt(random.nextInt(classes));
    }
    return LabelledRows.newBuilder()
        .addInputs(inputs.setData(ByteString.copyFrom(data.flip())))
        .addLabels(
            Tensor.newBuilder()
                .setName(output)
                .setDtype(DataType.DATA_TYPE_INT32)
                .addShape(MESSAGE_ROWS)
                .setData(ByteString.copyFrom(labels.flip())))
        .build();
  }

  private static ByteBuffer littleEndian(int elements) {
    return ByteBuffer.allocate(elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<EvaluateRequest> stream) {
    call = stream;
    stream.setOnReadyHandler(this::send);
  }

  private void send() {
    ClientCallStreamObserver<EvaluateRequest> stream = call;
    while (stream != null && stream.isReady() && sent <= messages) {
      stream.onNext(next());
      sent++;
      if (sent > messages) {
        stream.onCompleted();
      }
    }
  }

  private EvaluateRequest next() {
    EvaluateRequest.Builder request = EvaluateRequest.newBuilder();
    if (sent < 0) {
      return request.setHeader(header).build();
    }
    if (sent < messages) {
      return request.setRows(rows.toBuilder().setSequence(sent)).build();
    }
    return request.setEnd(EvaluationEnd.newBuilder().setRowCount(messages * MESSAGE_ROWS)).build();
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
