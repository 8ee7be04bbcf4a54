package dev.scorekeeper.benchmarks.guard;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.Tensor;
import java.nio.file.Path;
import java.util.Locale;

/** Requests of one row for the models of this repository, by name. */
final class OneRow {

  private static final String DIGITS = "digits";
  private static final int DIGIT_SIDE = 8;

  private OneRow() {}

  /** Folder of a model's versions; the current folder is the top of the repository. */
  static Path folder(String model) {
    return Path.of(model.equals(DIGITS) ? "server" : "benchmarks", "models", model);
  }

  /**
   * A request.
   *
   * @param model {@code digits} or one of {@link PerfModels}
   */
  static PredictRequest of(String model) {
    if (!model.equals(DIGITS)) {
      return PerfModels.valueOf(model.toUpperCase(Locale.ROOT)).request(1);
    }
    return PredictRequest.newBuilder()
        .setModel(ModelSpec.newBuilder().setName(model))
        .addInputs(
            Tensor.newBuilder()
                .setName("image")
                .setDtype(DataType.DATA_TYPE_FLOAT32)
                .addShape(1)
                .addShape(DIGIT_SIDE)
                .addShape(DIGIT_SIDE)
                .addShape(1)
                .setData(ByteString.copyFrom(new byte[DIGIT_SIDE * DIGIT_SIDE * Float.BYTES])))
        .build();
  }
}
