package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.CodedOutputStream;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.v1.AnsweringModel;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictedOutput;
import dev.scorekeeper.v1.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the plain answers of one signature of one version have in common: all but shapes and
 * numbers, written once. Immutable.
 */
final class AnswerPlan {

  private final ModelId model;
  private final String signature;
  private final List<OutputSpec> outputs;

  /** The field {@code model} of the response. */
  final byte[] head;

  /** By output: the fields {@code name} and {@code dtype} of its tensor. */
  final byte[][] tensors;

  /** By output: the field {@code kind}. */
  final byte[][] kinds;

  private AnswerPlan(
      ModelId model,
      String signature,
      List<OutputSpec> outputs,
      byte[] head,
      byte[][] tensors,
      byte[][] kinds) {
    this.model = model;
    this.signature = signature;
    this.outputs = outputs;
    this.head = head;
    this.tensors = tensors;
    this.kinds = kinds;
  }

  /** The plan of these outputs; null when one is of strings, whose elements differ in length. */
  static @Nullable AnswerPlan of(ModelId model, String signature, List<OutputSpec> outputs) {
    byte[][] tensors = new byte[outputs.size()][];
    byte[][] kinds = new byte[outputs.size()][];
    for (int i = 0; i < tensors.length; i++) {
      OutputSpec output = outputs.get(i);
      if (output.tensor().type() == DataType.STRING) {
        return null;
      }
      tensors[i] = tensor(output);
      kinds[i] = kind(output);
    }
    return new AnswerPlan(model, signature, outputs, head(model, signature), tensors, kinds);
  }

  private static byte[] head(ModelId model, String signature) {
    AnsweringModel answering =
        AnsweringModel.newBuilder()
            .setName(model.name())
            .setVersion(model.version())
            .setSignature(signature)
            .build();
    return PredictResponse.newBuilder().setModel(answering).build().toByteArray();
  }

  private static byte[] tensor(OutputSpec output) {
    return Tensor.newBuilder()
        .setName(output.name())
        .setDtype(DataTypes.toWire(output.tensor().type()))
        .build()
        .toByteArray();
  }

  private static byte[] kind(OutputSpec output) {
    int number = OutputKinds.toWire(output.kind()).getNumber();
    byte[] bytes =
        new byte[CodedOutputStream.computeEnumSize(PredictedOutput.KIND_FIELD_NUMBER, number)];
    try {
      CodedOutputStream.newInstance(bytes).writeEnum(PredictedOutput.KIND_FIELD_NUMBER, number);
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail", e);
    }
    return bytes;
  }

  /** True when this is the plan of these very objects. */
  @SuppressWarnings(
      "ReferenceEquality") // equal ones that are other objects get a plan of their own
  boolean is(ModelId otherModel, String otherSignature, List<OutputSpec> otherOutputs) {
    return outputs == otherOutputs && model == otherModel && signature.equals(otherSignature);
  }

  int outputCount() {
    return tensors.length;
  }
}
