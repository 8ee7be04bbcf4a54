package dev.scorekeeper.benchmarks.transport;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.pipeline.Scorer;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.TensorSpec;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
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
 * Question: what does the answer of a unary request cost, from its rows of a batch's output to the
 * bytes that gRPC takes, by number of elements?
 *
 * <p>The request itself is as small as can be, so {@code elements = 1} is mostly its call.
 *
 * <pre>
 *   ./scorekeeper bench EncodeBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EncodeBenchmark {

  private static final ModelId MODEL = new ModelId("perf_mlp", 1);

  /** Of the output; four bytes each. */
  @Param({"1", "10", "1000", "1000000"})
  int elements;

  private Segments request;
  private PredictDoor door;

  /** Makes a request, and a scorer that answers at once. */
  @Setup
  public void prepare() {
    request =
        Segments.one(
            PredictRequest.newBuilder()
                .setModel(ModelSpec.newBuilder().setName(MODEL.name()))
                .addInputs(
                    Tensor.newBuilder()
                        .setName("x")
                        .setDtype(dev.scorekeeper.v1.DataType.DATA_TYPE_FLOAT32)
                        .addShape(1)
                        .setData(ByteString.copyFrom(new byte[Float.BYTES])))
                .build()
                .toByteArray());
    ScoredRows rows = new BatchSlice(elements);
    Scorer scorer =
        (scored, callback) -> callback.ended(MODEL, "serving_default", new Outcome.Scored(rows));
    door = new PredictDoor(scorer, new NoModels(), Runnable::run);
    door.call(request.stream());
    if (door.answered() != 1 || door.answeredBytes() < (long) elements * Float.BYTES) {
      throw new IllegalStateException("the request was not answered");
    }
  }

  /** One request and its answer. */
  @Benchmark
  public long answer() {
    door.call(request.stream());
    return door.answeredBytes();
  }

  /** The second row of three in native memory. */
  private static final class BatchSlice implements ScoredRows {

    private final List<OutputSpec> outputs;
    private final Shape shape;
    private final ByteBuffer row;

    BatchSlice(int elements) {
      int bytes = elements * Float.BYTES;
      outputs =
          List.of(
              new OutputSpec(
                  new TensorSpec("output_0", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, elements)),
                  OutputKind.VALUE,
                  "a benchmark"));
      shape = Shape.of(1, elements);
      row = ByteBuffer.allocateDirect(3 * bytes).slice(bytes, bytes).asReadOnlyBuffer();
    }

    @Override
    public List<OutputSpec> outputs() {
      return outputs;
    }

    @Override
    public Shape shape(int output) {
      return shape;
    }

    @Override
    public ByteBuffer data(int output) {
      return row.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public byte[] string(int output, long index) {
      throw new IllegalArgumentException("no strings here");
    }
  }
}
