package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelLoader;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.TensorSpec;
import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.server.testing.ReferenceCpu;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every model with Keras' own results, all rows in one run: equal bit for bit, save one, on a CPU
 * like the one that Keras ran on; close on another.
 */
final class KerasEqualityTest {

  private static final Pattern JSON_STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern JSON_UNICODE = Pattern.compile("\\\\u([0-9a-f]{4})");

  @ParameterizedTest
  @CsvSource({
    "digits, 1, serving_default, output_0, predict",
    "digits, 2, serving_default, output_0, predict_v2",
    "breast_cancer, 1, serve, output_0, predict",
    "breast_cancer, 1, evaluate, binary_crossentropy, row_bce",
    "breast_cancer, 1, evaluate, cost, row_cost",
    "diabetes, 1, serving_default, output_0, predict",
    "wine, 1, serving_default, cultivar, cultivar",
    "wine, 1, serving_default, alcohol, alcohol",
    "shapes, 1, serving_default, output_0, predict",
    "perf_mlp, 1, serving_default, output_0, predict",
    "perf_ctr, 1, serving_default, output_0, predict",
    "perf_cnn, 1, serving_default, output_0, predict",
    "perf_mobilenet, 1, serving_default, output_0, predict"
  })
  void run_allRowsAtOnce_equalsKeras(
      String name, int version, String signature, String output, String expectedName)
      throws Exception {
    Npy expected = Npy.read(expectedFile(name, expectedName));
    byte[] actual = scoreAll(name, version, signature, output, expected);
    if (ReferenceCpu.isHere()) {
      assertThat(actual).isEqualTo(expected.bytes());
    } else {
      assertClose(actual, expected, ReferenceCpu.TOLERANCE_ELSEWHERE);
    }
  }

  /** Its GRU differs in the last bit: it is the only model with a tanh, whose kernel changed. */
  @Test
  void run_tokens_equalsKerasClosely() throws Exception {
    Npy expected = Npy.read(expectedFile("tokens", "predict"));
    assertClose(scoreAll("tokens", 1, "serving_default", "output_0", expected), expected, 1e-6);
  }

  /** Each number as a share of itself. */
  private static void assertClose(byte[] actual, Npy expected, double tolerance) {
    ByteBuffer actualValues = ByteBuffer.wrap(actual).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : expected.floats()) {
      assertThat((double) actualValues.getFloat())
          .isWithin(tolerance * Math.abs(value))
          .of((double) value);
    }
    assertThat(actualValues.hasRemaining()).isFalse();
  }

  private static Path expectedFile(String model, String name) {
    return TestModels.folder(model).resolve("expected/" + name + ".npy");
  }

  /** Bytes of an output, all rows in one run. */
  private static byte[] scoreAll(
      String name, int version, String signature, String output, Npy expected) throws Exception {
    Path folder = TestModels.folder(name);
    try (LoadedModel model = TestModels.load(name, version, ModelLoader.LoadOptions.defaults())) {
      Program program = model.program(signature, List.of(output));
      List<Npy> inputs = readInputs(program, folder.resolve("data"));
      try (InputBlock block = program.allocate(layout(inputs), expected.rows())) {
        for (int i = 0; i < inputs.size(); i++) {
          TestModels.fill(block, i, ByteBuffer.wrap(inputs.get(i).bytes()));
        }
        try (RunResult result = program.run(block, 0, expected.rows())) {
          assertThat(result.shape(0)).isEqualTo(expected.shape());
          return bytes(result.data(0));
        }
      }
    }
  }

  @Test
  void run_strings_equalsKeras() throws Exception {
    Path folder = TestModels.folder("reviews");
    Npy expected = Npy.read(folder.resolve("expected/predict.npy"));
    List<String> texts = readStrings(folder.resolve("data/text.json"));
    assertThat(texts).hasSize(expected.rows());
    try (LoadedModel model = TestModels.load("reviews")) {
      Program program = TestModels.program(model, "serving_default");
      try (InputBlock block = program.allocate(TestModels.layout(program), texts.size())) {
        for (int i = 0; i < texts.size(); i++) {
          block.setString(0, i, texts.get(i).getBytes(StandardCharsets.UTF_8));
        }
        try (RunResult result = program.run(block, 0, texts.size())) {
          assertThat(bytes(result.data(0))).isEqualTo(expected.bytes());
        }
      }
    }
  }

  private static List<Npy> readInputs(Program program, Path data) throws Exception {
    List<Npy> inputs = new ArrayList<>();
    for (TensorSpec input : program.signature().inputs()) {
      Path file = data.resolve(input.name() + ".npy");
      inputs.add(Npy.read(Files.exists(file) ? file : data.resolve("image.npy")));
    }
    return inputs;
  }

  private static Layout layout(List<Npy> inputs) {
    return new Layout(
        inputs.stream().map(Npy::type).toList(),
        inputs.stream().map(npy -> npy.shape().inner()).toList(),
        true);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static List<String> readStrings(Path json) throws Exception {
    Matcher matcher = JSON_STRING.matcher(Files.readString(json));
    List<String> strings = new ArrayList<>();
    while (matcher.find()) {
      strings.add(
          JSON_UNICODE
              .matcher(matcher.group(1))
              .replaceAll(m -> Character.toString((char) Integer.parseInt(m.group(1), 16))));
    }
    return strings;
  }
}
