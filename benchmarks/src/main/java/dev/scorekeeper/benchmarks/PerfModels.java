package dev.scorekeeper.benchmarks;

import com.google.protobuf.ByteString;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Requests for the models of {@code benchmarks/models}, with random rows from a fixed seed. */
public enum PerfModels {
  /** Ten numbers in, one probability out: about 0.1 us a row. */
  PERF_MLP("perf_mlp", "x"),
  /** Eight categories and thirteen numbers in: many small tensors. */
  PERF_CTR("perf_ctr", "dense"),
  /** 28 x 28 images. */
  PERF_CNN("perf_cnn", "image"),
  /** 96 x 96 x 3 images. */
  PERF_MOBILENET("perf_mobilenet", "keras_tensor_59");

  private static final int CATEGORIES = 8;
  private static final int CATEGORY_COUNT = 5000;

  private final String model;
  private final String input;

  PerfModels(String model, String input) {
    this.model = model;
    this.input = input;
  }

  /** Name of the model's folder. */
  public String model() {
    return model;
  }

  /** A request of this many rows. */
  public PredictRequest request(int rows) {
    Random random = new Random(1);
    PredictRequest.Builder request =
        PredictRequest.newBuilder().setModel(ModelSpec.newBuilder().setName(model));
    if (this == PERF_CTR) {
      for (int i = 0; i < CATEGORIES; i++) {
        request.addInputs(categories("c" + i, rows, random));
      }
    }
    return request.addInputs(numbers(rows, random)).build();
  }

  private Tensor numbers(int rows, Random random) {
    int elements = rows;
    Tensor.Builder tensor =
        Tensor.newBuilder().setName(input).setDtype(DataType.DATA_TYPE_FLOAT32).addShape(rows);
    for (int dim : innerShape()) {
      tensor.addShape(dim);
      elements *= dim;
    }
    ByteBuffer data = littleEndian(elements * Float.BYTES);
    for (int i = 0; i < elements; i++) {
      data.putFloat(random.nextFloat());
    }
    return tensor.setData(ByteString.copyFrom(data.flip())).build();
  }

  private int[] innerShape() {
    return switch (this) {
      case PERF_MLP -> new int[] {10};
      case PERF_CTR -> new int[] {13};
      case PERF_CNN -> new int[] {28, 28, 1};
      case PERF_MOBILENET -> new int[] {96, 96, 3};
    };
  }

  private static Tensor categories(String name, int rows, Random random) {
    ByteBuffer data = littleEndian(rows * Integer.BYTES);
    for (int i = 0; i < rows; i++) {
      data.putInt(random.nextInt(CATEGORY_COUNT));
    }
    return Tensor.newBuilder()
        .setName(name)
        .setDtype(DataType.DATA_TYPE_INT32)
        .addShape(rows)
        .addShape(1)
        .setData(ByteString.copyFrom(data.flip()))
        .build();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
