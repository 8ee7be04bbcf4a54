package dev.scorekeeper.server.evaluation.keras;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.keras.KerasEvaluation.Output;
import dev.scorekeeper.server.evaluation.testing.ReferenceModel;
import dev.scorekeeper.server.evaluation.testing.ReferenceModel.Evaluated;
import dev.scorekeeper.server.testing.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every {@code evaluate*.json} of the reference models in KERAS mode, from Keras' own predictions.
 *
 * <p>Keras computed crossentropies from logits. Those of a softmax are the logarithms of what it
 * gave, but for a constant for each row that does not matter.
 */
final class KerasModelsTest {

  @TestFactory
  Stream<DynamicTest> figures_referenceModel_areThoseOfKeras() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : ReferenceModel.folders()) {
      int before = tests.size();
      for (ReferenceModel model : ReferenceModel.all()) {
        for (Evaluated expected : model.evaluations(folder)) {
          tests.add(
              DynamicTest.dynamicTest(
                  folder + ": " + model + " " + expected, () -> check(model, folder, expected)));
        }
      }
      assertThat(tests.size() - before).isEqualTo(4 * 9);
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> models_withEvaluations_areAllTested() throws IOException {
    List<String> known =
        ReferenceModel.all().stream()
            .map(model -> model.name() + "/" + model.evaluation())
            .toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : ReferenceModel.folders()) {
      for (String evaluation : ReferenceModel.evaluationsBelow(folder)) {
        tests.add(
            DynamicTest.dynamicTest(
                folder + ": " + evaluation, () -> assertThat(known).contains(evaluation)));
      }
    }
    return tests.stream();
  }

  private static void check(ReferenceModel model, Path folder, Evaluated expected)
      throws Exception {
    KerasEvaluation evaluation = new KerasEvaluation();
    for (ReferenceModel.Output output : model.outputs()) {
      evaluation.with(
          new Output(
              output.name(),
              output.loss(),
              output.lossWeight(),
              output.metrics(),
              Optional.of(output.kind()),
              Optional.of(output.encoding())),
          rows(folder.resolve(model.name()), output, expected.weighted()));
    }
    Map<String, Double> actual = new HashMap<>();
    for (FigureValue value : evaluation.figures(expected.batchSize()).values()) {
      actual.put(value.name(), value.number());
    }
    model.check(expected, actual);
  }

  private static OutputRows rows(Path folder, ReferenceModel.Output output, boolean weighted)
      throws IOException {
    Npy predictions = Npy.read(folder.resolve("expected/" + output.predictions() + ".npy"));
    Npy labels = Npy.read(folder.resolve("data/" + output.labels() + ".npy"));
    OutputRows rows = new OutputRows();
    rows.count = predictions.rows();
    rows.predictions = predictions.floats();
    rows.predictionShape = rowShape(predictions);
    rows.predictionWidth = rows.predictions.length / rows.count;
    if (output.loss().contains("categorical")) {
      rows.logits = logarithms(rows.predictions);
    }
    rows.labels = doubles(labels);
    rows.labelShape = rowShape(labels);
    rows.labelWidth = rows.labels.length / rows.count;
    if (weighted) {
      rows.weightWidth = 1;
      rows.weights = doubles(Npy.read(folder.resolve("data/weight.npy")));
    }
    return rows;
  }

  private static float[] logarithms(float[] probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(probabilities[i]);
    }
    return logits;
  }

  private static int[] rowShape(Npy array) {
    int[] shape = new int[array.shape().rank() - 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = Math.toIntExact(array.shape().dim(i + 1));
    }
    return shape;
  }

  private static double[] doubles(Npy array) {
    ByteBuffer bytes = ByteBuffer.wrap(array.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    return switch (array.type()) {
      case FLOAT32 -> {
        double[] values = new double[bytes.remaining() / Float.BYTES];
        for (int i = 0; i < values.length; i++) {
          values[i] = bytes.getFloat();
        }
        yield values;
      }
      case INT64 -> {
        double[] values = new double[bytes.remaining() / Long.BYTES];
        for (int i = 0; i < values.length; i++) {
          values[i] = bytes.getLong();
        }
        yield values;
      }
      default -> throw new IllegalArgumentException("labels of type " + array.type());
    };
  }
}
