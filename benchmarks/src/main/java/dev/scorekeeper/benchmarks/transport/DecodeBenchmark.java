package dev.scorekeeper.benchmarks.transport;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.pipeline.Caller;
import dev.scorekeeper.server.pipeline.ScoreRequest;
import dev.scorekeeper.server.pipeline.Scorer;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does it cost to turn a unary request's bytes into elements in the batch's memory,
 * by size and by the number of pieces the bytes come in, and what does the generated parser take?
 *
 * <p>{@code server} is the server's handler with a scorer that only copies the input into direct
 * memory; {@code generated} is the generated parser and the same copy.
 *
 * <pre>
 *   ./scorekeeper bench DecodeBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {

  /** Of a DATA frame, by default. */
  private static final int FRAME_BYTES = 16_384;

  /** How the bytes of a message lie in memory. */
  public enum Pieces {
    /** All together. */
    ONE,
    /** As frames bring them; small messages in eight pieces. */
    MANY
  }

  /** Bytes of the tensor's content. */
  @Param({"16", "1024", "65536", "4194304"})
  int bytes;

  @Param Pieces pieces = Pieces.ONE;

  private Segments segments;
  private ByteBuffer target;
  private PredictDoor door;

  /** Makes the message. */
  @Setup
  public void prepare() {
    byte[] message =
        PredictRequest.newBuilder()
            .setModel(ModelSpec.newBuilder().setName("perf_mlp"))
            .addInputs(
                Tensor.newBuilder()
                    .setName("x")
                    .setDtype(DataType.DATA_TYPE_FLOAT32)
                    .addShape(1)
                    .addShape(bytes / Float.BYTES)
                    .setData(ByteString.copyFrom(new byte[bytes])))
            .build()
            .toByteArray();
    int pieceBytes = Math.min(FRAME_BYTES, message.length / 8 + 1);
    segments = pieces == Pieces.ONE ? Segments.one(message) : Segments.of(message, pieceBytes);
    target = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    door = new PredictDoor(new CopyingScorer(target), new NoModels(), Runnable::run);
    door.call(segments.stream());
    if (door.refused() > 0 || target.position() != bytes) {
      throw new IllegalStateException("the request was not decoded");
    }
  }

  /** The server's handler. */
  @Benchmark
  public ByteBuffer server() {
    door.call(segments.stream());
    return target;
  }

  /** The generated parser. */
  @Benchmark
  public ByteBuffer generated() throws IOException {
    try (InputStream stream = segments.stream()) {
      PredictRequest request = PredictRequest.parseFrom(stream);
      target.clear();
      request.getInputs(0).getData().copyTo(target);
    }
    return target;
  }

  /** Copies the first input, as a batch would, and never answers. */
  private record CopyingScorer(ByteBuffer target) implements Scorer {
    @Override
    public void score(ScoreRequest request, Caller caller) {
      InputTensor input = request.inputs().get(0);
      target.clear().limit((int) input.byteLength());
      input.read(0, target);
    }
  }
}
