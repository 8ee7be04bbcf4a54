package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.server.testing.ReferenceCpu;
import dev.scorekeeper.v1.GetModelRequest;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.SignatureInfo;
import dev.scorekeeper.v1.Tensor;
import dev.scorekeeper.v1.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model with data and with what Keras made of it. */
final class KerasModels {

  /** One output of one version, and the file with Keras' own result. */
  record Case(String model, long version, String signature, String output, String expected) {
    @Override
    public String toString() {
      return model + "/" + version + " " + signature + " " + output;
    }
  }

  private static final Pattern JSON_STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern JSON_UNICODE = Pattern.compile("\\\\u([0-9a-f]{4})");

  private static final double TOLERANCE =
      ReferenceCpu.isHere() ? 5e-6 : ReferenceCpu.TOLERANCE_ELSEWHERE;

  /** Every model with results by Keras. */
  static final List<Case> CASES =
      List.of(
          new Case("digits", 1, "serving_default", "output_0", "predict"),
          new Case("digits", 2, "serving_default", "output_0", "predict_v2"),
          new Case("breast_cancer", 1, "serve", "output_0", "predict"),
          new Case("breast_cancer", 1, "evaluate", "binary_crossentropy", "row_bce"),
          new Case("breast_cancer", 1, "evaluate", "cost", "row_cost"),
          new Case("diabetes", 1, "serving_default", "output_0", "predict"),
          new Case("wine", 1, "serving_default", "cultivar", "cultivar"),
          new Case("wine", 1, "serving_default", "alcohol", "alcohol"),
          new Case("reviews", 1, "serving_default", "output_0", "predict"),
          new Case("shapes", 1, "serving_default", "output_0", "predict"),
          new Case("tokens", 1, "serving_default", "output_0", "predict"),
          new Case("perf_mlp", 1, "serving_default", "output_0", "predict"),
          new Case("perf_ctr", 1, "serving_default", "output_0", "predict"),
          new Case("perf_cnn", 1, "serving_default", "output_0", "predict"),
          new Case("perf_mobilenet", 1, "serving_default", "output_0", "predict"));

  private KerasModels() {}

  static List<String> names() {
    return CASES.stream().map(Case::model).distinct().toList();
  }

  /** The data of a case, for the signature as the server describes it. */
  static Data data(TestServer server, Path folder, Case testCase) throws IOException {
    SignatureInfo signature =
        server
            .models()
            .getModel(GetModelRequest.newBuilder().setName(testCase.model()).build())
            .getModel()
            .getVersionsList()
            .stream()
            .filter(version -> version.getVersion() == testCase.version())
            .flatMap(version -> version.getSignaturesList().stream())
            .filter(info -> info.getName().equals(testCase.signature()))
            .findFirst()
            .orElseThrow();
    return new Data(folder, testCase, signature);
  }

  /**
   * Bit for bit on a CPU like the reference's, but for {@code tokens}: its tanh is another one in
   * Keras' TensorFlow. Close elsewhere.
   */
  static void assertEqual(Case testCase, PredictResponse response, Npy expected) {
    if (testCase.model().equals("tokens") || !ReferenceCpu.isHere()) {
      assertClose(testCase, response, expected, 0);
      return;
    }
    byte[] bytes = response.getOutputs(0).getTensor().getData().toByteArray();
    assertWithMessage("%s", testCase).that(bytes).isEqualTo(expected.bytes());
  }

  /**
   * Each number within 5e-6 of what it should be, or a little more on another CPU; row {@code from}
   * is the first.
   */
  static void assertClose(Case testCase, PredictResponse response, Npy expected, int from) {
    assertWithMessage("%s, from row %s", testCase, from)
        .that(difference(response, expected, from).ofElement())
        .isAtMost(TOLERANCE);
  }

  /** How far a response is from what is expected of the rows from {@code from} on. */
  static Difference difference(PredictResponse response, Npy expected, int from) {
    Tensor tensor = response.getOutputs(0).getTensor();
    int perRow = expected.bytesPerRow() / Float.BYTES;
    int rows = (int) tensor.getShape(0);
    float[] actual = Requests.floats(tensor);
    assertThat(actual).hasLength(rows * perRow);
    float[] wanted = new float[rows * perRow];
    expected.rows(from, rows).asFloatBuffer().get(wanted);
    return Difference.between(actual, wanted, perRow);
  }

  /** Result by Keras. */
  static Npy expected(Path folder, Case testCase) throws IOException {
    return Npy.read(folder.resolve("expected/" + testCase.expected() + ".npy"));
  }

  /** Rows of a model's data as a request to one signature. */
  static final class Data {
    private final Case testCase;
    private final List<TensorInfo> inputs;
    private final List<Npy> arrays = new ArrayList<>();
    private final List<ByteString> texts = new ArrayList<>();

    Data(Path folder, Case testCase, SignatureInfo signature) throws IOException {
      this.testCase = testCase;
      this.inputs = signature.getInputsList();
      Path data = folder.resolve("data");
      if (Files.exists(data.resolve("text.json"))) {
        texts.addAll(strings(data.resolve("text.json")));
        return;
      }
      for (TensorInfo input : inputs) {
        Path file = data.resolve(input.getName() + ".npy");
        // One model's only input bears a name that Keras made up.
        arrays.add(Npy.read(Files.exists(file) ? file : data.resolve("image.npy")));
      }
    }

    int rowCount() {
      return texts.isEmpty() ? arrays.get(0).rows() : texts.size();
    }

    PredictRequest request(int from, int count) {
      PredictRequest.Builder request = Requests.of(testCase.model());
      request.getModelBuilder().setVersion(testCase.version());
      request.setSignature(testCase.signature());
      request.addOutputsBuilder().setName(testCase.output());
      for (int i = 0; i < inputs.size(); i++) {
        request.addInputs(tensor(i, from, count));
      }
      return request.build();
    }

    private Tensor.Builder tensor(int input, int from, int count) {
      String name = inputs.get(input).getName();
      return texts.isEmpty()
          ? Requests.rows(name, arrays.get(input), from, count)
          : Requests.strings(name, List.of((long) count, 1L), texts.subList(from, from + count));
    }
  }

  static List<ByteString> strings(Path json) throws IOException {
    Matcher matcher = JSON_STRING.matcher(Files.readString(json));
    List<ByteString> strings = new ArrayList<>();
    while (matcher.find()) {
      strings.add(
          ByteString.copyFromUtf8(
              JSON_UNICODE
                  .matcher(matcher.group(1))
                  .replaceAll(m -> Character.toString((char) Integer.parseInt(m.group(1), 16)))));
    }
    return strings;
  }
}
