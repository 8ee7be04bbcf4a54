package dev.scorekeeper.server.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.LoadedModel.RecordedRequest;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests to warm up with: for every signature that does not change its model's state the recorded
 * ones, or zeros of the shapes that it takes, one row and {@link #ROWS} rows at a time.
 */
final class WarmupRequests {

  private static final int ROWS = 16;

  /** Size given to a dimension that varies, the batch dimension apart. */
  private static final long VARIABLE_SIZE = 8;

  private WarmupRequests() {}

  /** What is known of a version that serves. */
  record Version(ModelId id, List<Signature> signatures, List<RecordedRequest> recorded) {}

  /**
   * Requests for the versions of one model, and for whichever of them answers those who name none.
   *
   * @param versions the newest last
   */
  static List<PredictRequest> of(List<Version> versions) {
    List<PredictRequest> requests = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      Version version = versions.get(i);
      for (Signature signature : version.signatures()) {
        List<PredictRequest> named = named(version, signature);
        requests.addAll(named);
        // Of the newest only: it is who answers, and another's default signature may keep state.
        boolean newest = i == versions.size() - 1;
        if (newest && !named.isEmpty() && signature.name().equals(Signature.DEFAULT_NAME)) {
          requests.add(plain(named.get(0)));
        }
      }
    }
    return requests;
  }

  private static List<PredictRequest> named(Version version, Signature signature) {
    if (signature.stateful()) {
      return List.of();
    }
    ModelId id = version.id();
    List<PredictRequest> recorded =
        version.recorded().stream()
            .filter(request -> request.signature().equals(signature.name()))
            .map(request -> recorded(id, request))
            .toList();
    return recorded.isEmpty()
        ? List.of(synthetic(id, signature, 1), synthetic(id, signature, ROWS))
        : recorded;
  }

  private static PredictRequest synthetic(ModelId id, Signature signature, int rows) {
    PredictRequest.Builder request = request(id, signature.name());
    for (TensorSpec input : signature.inputs()) {
      request.addInputs(zeros(input, rows));
    }
    return request.build();
  }

  /**
   * The same for whatever version is the newest, and its default signature, as most callers ask.
   */
  private static PredictRequest plain(PredictRequest request) {
    PredictRequest.Builder plain = request.toBuilder().clearSignature();
    plain.getModelBuilder().clearVersion();
    return plain.build();
  }

  private static PredictRequest recorded(ModelId id, RecordedRequest recorded) {
    PredictRequest.Builder request = request(id, recorded.signature());
    for (InputTensor input : recorded.inputs()) {
      request.addInputs(copy(input));
    }
    return request.build();
  }

  private static PredictRequest.Builder request(ModelId id, String signature) {
    return PredictRequest.newBuilder()
        .setModel(ModelSpec.newBuilder().setName(id.name()).setVersion(id.version()))
        .setSignature(signature);
  }

  private static Tensor zeros(TensorSpec spec, int rows) {
    Tensor.Builder tensor = tensor(spec.name(), spec.type());
    long elements = 1;
    for (int i = 0; i < spec.shape().rank(); i++) {
      long dim = spec.shape().dim(i);
      long size = dim != Shape.UNKNOWN ? dim : i == 0 ? rows : VARIABLE_SIZE;
      tensor.addShape(size);
      elements *= size;
    }
    if (spec.type() == DataType.STRING) {
      for (long i = 0; i < elements; i++) {
        tensor.addStringValues(ByteString.EMPTY);
      }
      return tensor.build();
    }
    byte[] bytes = new byte[Math.toIntExact(elements * spec.type().byteSize())];
    return tensor.setData(UnsafeByteOperations.unsafeWrap(bytes)).build();
  }

  private static Tensor copy(InputTensor input) {
    Tensor.Builder tensor = tensor(input.name(), input.type());
    for (int i = 0; i < input.shape().rank(); i++) {
      tensor.addShape(input.shape().dim(i));
    }
    for (long i = 0; i < input.stringCount(); i++) {
      tensor.addStringValues(ByteString.copyFrom(input.string(i)));
    }
    if (input.type() != DataType.STRING) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.toIntExact(input.byteLength())).order(ByteOrder.LITTLE_ENDIAN);
      input.read(0, bytes);
      tensor.setData(ByteString.copyFrom(bytes.flip()));
    }
    return tensor.build();
  }

  private static Tensor.Builder tensor(String name, DataType type) {
    return Tensor.newBuilder()
        .setName(name)
        .setDtype(dev.scorekeeper.v1.DataType.valueOf("DATA_TYPE_" + type.name()));
  }
}
