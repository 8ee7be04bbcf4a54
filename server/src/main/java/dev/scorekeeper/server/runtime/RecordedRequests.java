package dev.scorekeeper.server.runtime;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.LoadedModel.RecordedRequest;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.proto.TensorProto;

/**
 * Reads the requests recorded with a model in TensorFlow Serving's format: a TFRecord file of
 * {@code tensorflow.serving.PredictionLog}, of which Predict requests are used.
 *
 * <p>A broken file is logged and otherwise treated as absent: warming up then works with made-up
 * inputs, and the model serves.
 */
final class RecordedRequests {

  private static final Logger logger = LoggerFactory.getLogger(RecordedRequests.class);

  private static final String FILE = "assets.extra/tf_serving_warmup_requests";

  /** Most records read, as in TensorFlow Serving. */
  private static final int MOST_RECORDS = 1000;

  /** Most requests kept in memory. */
  private static final int MOST_REQUESTS = 32;

  // Fields of PredictionLog, PredictLog, PredictRequest, ModelSpec and of a map's entry.
  private static final int PREDICT_LOG = 6;
  private static final int LOGGED_REQUEST = 1;
  private static final int MODEL_SPEC = 1;
  private static final int SIGNATURE_NAME = 3;
  private static final int INPUTS = 2;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private RecordedRequests() {}

  /** The requests recorded with the model in a folder; empty when there are none. */
  static List<RecordedRequest> read(ModelId id, Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      List<RecordedRequest> requests = new ArrayList<>();
      for (byte[] record : RecordFile.read(file, MOST_RECORDS)) {
        RecordedRequest request = parse(record, requests.size());
        if (request != null && requests.size() < MOST_REQUESTS) {
          requests.add(request);
        }
      }
      return requests;
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      logger.warn("{}: the recorded requests in {} are ignored: {}", id, file, e.getMessage());
      return List.of();
    }
  }

  /** The Predict request of a PredictionLog; null when it is a log of something else. */
  private static @Nullable RecordedRequest parse(byte[] record, int number) throws IOException {
    ByteString log = only(ByteString.copyFrom(record), PREDICT_LOG);
    ByteString request = log == null ? null : only(log, LOGGED_REQUEST);
    if (request == null) {
      return null;
    }
    ByteString spec = only(request, MODEL_SPEC);
    ByteString signature = spec == null ? null : only(spec, SIGNATURE_NAME);
    List<InputTensor> inputs = new ArrayList<>();
    for (ByteString entry : all(request, INPUTS)) {
      ByteString name = only(entry, KEY);
      ByteString tensor = only(entry, VALUE);
      String text = name == null ? "" : name.toStringUtf8();
      inputs.add(
          RecordedTensor.of(
              text,
              tensor == null ? TensorProto.getDefaultInstance() : TensorProto.parseFrom(tensor),
              "recorded_requests[" + number + "].inputs['" + text + "']"));
    }
    String name = signature == null ? "" : signature.toStringUtf8();
    return new RecordedRequest(name.isEmpty() ? Signature.DEFAULT_NAME : name, inputs);
  }

  private static @Nullable ByteString only(ByteString message, int field) throws IOException {
    List<ByteString> values = all(message, field);
    return values.isEmpty() ? null : values.get(values.size() - 1);
  }

  /** Values of a length-delimited field. */
  private static List<ByteString> all(ByteString message, int field) throws IOException {
    CodedInputStream input = message.newCodedInput();
    List<ByteString> values = new ArrayList<>();
    int wanted = (field << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      if (tag == wanted) {
        values.add(input.readBytes());
      } else {
        input.skipField(tag);
      }
    }
    return values;
  }
}
