package dev.scorekeeper.client;

import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictedOutput;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Translates between this client's values and the messages of the wire. */
final class Wire {

  private Wire() {}

  static dev.scorekeeper.v1.Tensor encode(String name, Tensor tensor) {
    dev.scorekeeper.v1.Tensor.Builder wire =
        dev.scorekeeper.v1.Tensor.newBuilder().setName(name).setDtype(tensor.type().wire());
    for (long size : tensor.shape()) {
      wire.addShape(size);
    }
    if (tensor.type() == DataType.STRING) {
      wire.addAllStringValues(tensor.stringData());
    } else {
      wire.setData(tensor.data());
    }
    return wire.build();
  }

  /**
   * The result that a response stands for.
   *
   * @throws ScorekeeperException with code INTERNAL when it contradicts itself
   */
  static Result decode(PredictResponse response) {
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (PredictedOutput output : response.getOutputsList()) {
      outputs.put(output.getTensor().getName(), decode(output));
    }
    return new Result(
        response.getModel().getName(),
        response.getModel().getVersion(),
        response.getModel().getSignature(),
        outputs);
  }

  private static Output decode(PredictedOutput output) {
    return new Output(
        output.getTensor().getName(),
        OutputKind.of(output.getKind()),
        decode(output.getTensor()),
        output.hasIndices() ? decode(output.getIndices()) : null);
  }

  static Tensor decode(dev.scorekeeper.v1.Tensor wire) {
    long[] shape = new long[wire.getShapeCount()];
    Arrays.setAll(shape, wire::getShape);
    try {
      int elements = Shapes.elementCount(shape);
      if (wire.getDtype() == dev.scorekeeper.v1.DataType.DATA_TYPE_STRING) {
        checkSize(wire, elements, wire.getStringValuesCount());
        return Tensor.ofStringData(shape, List.copyOf(wire.getStringValuesList()));
      }
      DataType type = DataType.of(wire.getDtype());
      checkSize(wire, (long) elements * type.byteSize(), wire.getData().size());
      return Tensor.ofData(type, shape, wire.getData());
    } catch (IllegalArgumentException e) {
      throw Failures.malformedAnswer(
          "output \"" + wire.getName() + "\" cannot be read: " + e.getMessage(), e);
    }
  }

  private static void checkSize(dev.scorekeeper.v1.Tensor wire, long expected, long actual) {
    if (expected != actual) {
      throw new IllegalArgumentException(
          "shape " + wire.getShapeList() + " calls for " + expected + ", but " + actual + " came");
    }
  }
}
