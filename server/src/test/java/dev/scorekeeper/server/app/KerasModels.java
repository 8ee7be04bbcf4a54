package dev.scorekeeper.server.app;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.v1.PredictRequest;
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

  private KerasModels() {}

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

  private static List<ByteString> strings(Path json) throws IOException {
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
