package dev.scorekeeper.cli.evaluate;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.ElementType;
import dev.scorekeeper.v1.OutputInfo;
import dev.scorekeeper.v1.OutputKind;
import dev.scorekeeper.v1.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked when nobody says. */
final class DefaultQuestionTest {
  private static OutputInfo output(OutputKind kind, String evidence, long... shape) {
    TensorInfo.Builder tensor = TensorInfo.newBuilder().setName("y").addShape(-1);
    for (long size : shape) {
      tensor.addShape(size);
    }
    return OutputInfo.newBuilder().setTensor(tensor).setKind(kind).setEvidence(evidence).build();
  }

  private static Block labels(List<Integer> rowShape, double... values) {
    ByteBuffer data = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      data.putDouble(value);
    }
    int rows = values.length / rowShape.stream().reduce(1, (a, b) -> a * b);
    return Block.ofNumbers("y", ElementType.FLOAT64, rows, rowShape, data.flip());
  }

  private static final OutputInfo SOFTMAX =
      output(OutputKind.OUTPUT_KIND_PROBABILITY, "last operation is Softmax", 3);

  @Test
  void of_probabilitiesOfClasses_goesByTheLabels() {
    DefaultQuestion sparse = DefaultQuestion.of(SOFTMAX, labels(List.of(), 0, 2));
    assertThat(sparse.loss()).isEqualTo("sparse_categorical_crossentropy");
    assertThat(sparse.why()).isEqualTo("probabilities of 3 classes, labels are indices");
    assertThat(DefaultQuestion.of(SOFTMAX, labels(List.of(1), 0, 2))).isEqualTo(sparse);
    DefaultQuestion oneHot = DefaultQuestion.of(SOFTMAX, labels(List.of(3), 0, 1, 0, 1, 0, 0));
    assertThat(oneHot.loss()).isEqualTo("categorical_crossentropy");
    assertThat(oneHot.metrics()).containsExactly("accuracy");
  }

  @Test
  void of_independentQuestions_isBinaryForEach() {
    OutputInfo sigmoid = output(OutputKind.OUTPUT_KIND_PROBABILITY, "last operation is Sigmoid", 3);
    DefaultQuestion question = DefaultQuestion.of(sigmoid, labels(List.of(3), 0, 1, 0, 1, 0, 0));
    assertThat(question.loss()).isEqualTo("binary_crossentropy");
    assertThat(question.metrics()).containsExactly("binary_accuracy");
    assertThat(DefaultQuestion.of(SOFTMAX, labels(List.of(3), 1, 1, 0)).loss())
        .isEqualTo("binary_crossentropy");
  }

  @Test
  void of_oneProbability_isBinary() {
    OutputInfo sigmoid = output(OutputKind.OUTPUT_KIND_PROBABILITY, "last operation is Sigmoid", 1);
    DefaultQuestion question = DefaultQuestion.of(sigmoid, labels(List.of(), 0, 1));
    assertThat(question.loss()).isEqualTo("binary_crossentropy");
    assertThat(question.metrics()).containsExactly("accuracy", "AUC", "Precision", "Recall");
  }

  @Test
  void of_logits_areTakenForThat() {
    OutputInfo logits = output(OutputKind.OUTPUT_KIND_LOGIT, "declared", 3);
    assertThat(DefaultQuestion.of(logits, labels(List.of(), 0, 2)).loss())
        .isEqualTo("SparseCategoricalCrossentropy(from_logits=True)");
    OutputInfo logit = output(OutputKind.OUTPUT_KIND_LOGIT, "declared", 1);
    assertThat(DefaultQuestion.of(logit, labels(List.of(), 0, 1)).metrics())
        .containsExactly("accuracy", "AUC(from_logits=True)");
  }

  @Test
  void of_plainNumbers_isRegressionUnlessLabelsAreIndices() {
    OutputInfo number = output(OutputKind.OUTPUT_KIND_VALUE, "last operation is AddV2", 1);
    DefaultQuestion regression = DefaultQuestion.of(number, labels(List.of(), 3.5, 2));
    assertThat(regression.loss()).isEqualTo("mean_squared_error");
    assertThat(regression.metrics())
        .containsExactly("mean_absolute_error", "root_mean_squared_error", "R2Score");
    OutputInfo scores = output(OutputKind.OUTPUT_KIND_VALUE, "last operation is AddV2", 3);
    DefaultQuestion indices = DefaultQuestion.of(scores, labels(List.of(), 2, 1));
    assertThat(indices.loss()).isEmpty();
    assertThat(indices.metrics()).containsExactly("accuracy");
    OutputInfo image = output(OutputKind.OUTPUT_KIND_VALUE, "last operation is AddV2", 2, 2);
    assertThat(DefaultQuestion.of(image, labels(List.of(2, 2), 1, 2, 3, 4)).metrics())
        .containsExactly("mean_absolute_error", "root_mean_squared_error");
  }

  @Test
  void of_decisions_isAccuracy() {
    OutputInfo decision = output(OutputKind.OUTPUT_KIND_CLASS_INDEX, "declared");
    assertThat(DefaultQuestion.of(decision, labels(List.of(), 1)).metrics())
        .containsExactly("Accuracy");
  }
}
