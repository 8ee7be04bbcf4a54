package dev.scorekeeper.benchmarks.targets;

import com.google.protobuf.ByteString;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.LabelledRows;
import dev.scorekeeper.v1.MetricSpec;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Messages of random rows with random labels for a model of one input of float32 and one output
 * {@code output_0} whose labels are classes; and what is asked of them.
 *
 * @param model name of the model
 * @param input name of its input
 * @param inner shape of a row
 * @param classes labels are from 0 to below this
 * @param messageRows rows of each message, {@code >= 1}
 * @param fresh whether each message has rows of its own; else all have the same, so that they cost
 *     the sender little and their scores repeat
 */
record LabelledData(
    String model, String input, List<Integer> inner, int classes, int messageRows, boolean fresh) {

  private static final String OUTPUT = "output_0";

  LabelledData {
    inner = List.copyOf(inner);
  }

  static LabelledData digits() {
    return new LabelledData("digits", "image", List.of(8, 8, 1), 10, 4096, false);
  }

  static LabelledData perfMlp() {
    return new LabelledData("perf_mlp", "x", List.of(10), 2, 4096, false);
  }

  static LabelledData perfCnn() {
    return new LabelledData("perf_cnn", "image", List.of(28, 28, 1), 10, 128, false);
  }

  /** The same with rows of its own in each message. */
  LabelledData ofFreshRows() {
    return new LabelledData(model, input, inner, classes, messageRows, true);
  }

  /**
   * Asks for accuracy, log loss and exact ROC AUC; the confusion matrix comes with every answer.
   */
  EvaluationHeader header() {
    EvaluatedOutput.Builder output = EvaluatedOutput.newBuilder().setOutput(OUTPUT);
    for (String metric : List.of("accuracy", "log_loss", "roc_auc")) {
      output.addMetrics(MetricSpec.newBuilder().setMetric(metric));
    }
    return EvaluationHeader.newBuilder()
        .setModel(ModelSpec.newBuilder().setName(model))
        .setSpec(EvaluationSpec.newBuilder().addOutputs(output))
        .build();
  }

  /** The rows of a message, the same at each call; without a sequence number. */
  LabelledRows message(long number) {
    SplittableRandom random = new SplittableRandom(number);
    Tensor.Builder inputs =
        Tensor.newBuilder()
            .setName(input)
            .setDtype(DataType.DATA_TYPE_FLOAT32)
            .addShape(messageRows);
    inner.forEach(inputs::addShape);
    int elements =
        IntStream.concat(IntStream.of(messageRows), ints(inner)).reduce(1, (a, b) -> a * b);
    ByteBuffer data = littleEndian(elements);
    for (int i = 0; i < elements; i++) {
      data.putFloat((float) random.nextDouble());
    }
    ByteBuffer labels = littleEndian(messageRows);
    for (int i = 0; i < messageRows; i++) {
      labels.putInt(random.nextInt(classes));
    }
    return LabelledRows.newBuilder()
        .addInputs(inputs.setData(ByteString.copyFrom(data.flip())))
        .addLabels(
            Tensor.newBuilder()
                .setName(OUTPUT)
                .setDtype(DataType.DATA_TYPE_INT32)
                .addShape(messageRows)
                .setData(ByteString.copyFrom(labels.flip())))
        .build();
  }

  private static IntStream ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue);
  }

  private static ByteBuffer littleEndian(int elements) {
    return ByteBuffer.allocate(elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
