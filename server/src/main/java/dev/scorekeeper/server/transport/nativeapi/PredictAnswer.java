package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.CodedOutputStream;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.transform.Numbers;
import dev.scorekeeper.v1.AnsweringModel;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictedOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PredictResponse} written straight from the model's memory.
 *
 * <p>Borrowed from the scored rows: to be written during their callback, or copied.
 */
final class PredictAnswer implements OutgoingMessage {

  private final AnsweringModel model;
  private final List<OutputWriter> outputs;
  private final int size;

  private PredictAnswer(AnsweringModel model, List<OutputWriter> outputs, int size) {
    this.model = model;
    this.outputs = outputs;
    this.size = size;
  }

  /**
   * The answer for these rows, the requested changes made.
   *
   * @throws ProblemException TRANSFORM_INVALID for a change that the actual shape does not allow;
   *     REQUEST_TOO_LARGE when the answer does not fit into a message
   */
  static PredictAnswer of(ModelId id, String signature, AnswerForm form, ScoredRows rows)
      throws ProblemException {
    AnsweringModel model =
        AnsweringModel.newBuilder()
            .setName(id.name())
            .setVersion(id.version())
            .setSignature(signature)
            .build();
    List<OutputSpec> specs = rows.outputs();
    List<OutputWriter> outputs = new ArrayList<>(specs.size());
    long size = WireSize.delimited(PredictResponse.MODEL_FIELD_NUMBER, model.getSerializedSize());
    for (int i = 0; i < specs.size(); i++) {
      OutputWriter output = output(specs.get(i), form, rows, i);
      outputs.add(output);
      size += WireSize.delimited(PredictResponse.OUTPUTS_FIELD_NUMBER, output.size());
    }
    // Room for the envelope of a stream's answer is left.
    if (size > Integer.MAX_VALUE - 64) {
      throw new ProblemException(tooLarge(size));
    }
    return new PredictAnswer(model, outputs, (int) size);
  }

  static Problem tooLarge(long size) {
    return Problem.of(
            Reason.REQUEST_TOO_LARGE,
            "The answer would take %d bytes, more than a message can have; send fewer rows."
                .formatted(size))
        .with("bytes", size);
  }

  private static OutputWriter output(OutputSpec spec, AnswerForm form, ScoredRows rows, int index)
      throws ProblemException {
    String name = spec.name();
    Shape shape = rows.shape(index);
    if (spec.tensor().type() == DataType.STRING) {
      TensorContent strings = strings(rows, index, shape);
      return new OutputWriter(
          new TensorWriter(name, DataType.STRING, shape, strings), spec.kind(), null);
    }
    Numbers numbers =
        form.outputs().chain(index).apply(spec, shape, form.singleExample(), rows.data(index));
    TensorContent content =
        form.typedValues()
            ? TensorContent.values(numbers.type(), numbers.data())
            : TensorContent.data(numbers.data());
    TensorWriter indices = null;
    if (numbers.indices() != null) {
      TensorContent indexContent =
          form.typedValues()
              ? TensorContent.values(DataType.INT64, numbers.indices())
              : TensorContent.data(numbers.indices());
      indices = new TensorWriter(name, DataType.INT64, numbers.shape(), indexContent);
    }
    return new OutputWriter(
        new TensorWriter(name, numbers.type(), numbers.shape(), content), numbers.kind(), indices);
  }

  private static TensorContent strings(ScoredRows rows, int index, Shape shape) {
    int count = Math.toIntExact(shape.elementCount());
    List<byte[]> strings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      strings.add(rows.string(index, i));
    }
    return new TensorContent.Strings(strings);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void writeTo(CodedOutputStream output) throws IOException {
    output.writeMessage(PredictResponse.MODEL_FIELD_NUMBER, model);
    for (OutputWriter writer : outputs) {
      output.writeUInt32NoTag(WireSize.delimitedTag(PredictResponse.OUTPUTS_FIELD_NUMBER));
      output.writeUInt32NoTag((int) writer.size());
      writer.writeTo(output);
    }
  }

  /**
   * How an answer is wanted.
   *
   * @param typedValues true for typed values instead of bytes
   */
  record AnswerForm(RequestedOutputs outputs, boolean singleExample, boolean typedValues) {

    /** True when this is the form of these parts. */
    @SuppressWarnings("ReferenceEquality") // an equal plan that is another object: another form
    boolean is(RequestedOutputs otherOutputs, boolean otherSingle, boolean otherTyped) {
      return outputs == otherOutputs && singleExample == otherSingle && typedValues == otherTyped;
    }
  }

  /** Writes one {@link PredictedOutput}. */
  private record OutputWriter(
      TensorWriter tensor, OutputKind kind, @Nullable TensorWriter indices) {

    long size() {
      long size =
          WireSize.delimited(PredictedOutput.TENSOR_FIELD_NUMBER, tensor.size())
              + CodedOutputStream.computeEnumSize(PredictedOutput.KIND_FIELD_NUMBER, kindNumber());
      return indices == null
          ? size
          : size + WireSize.delimited(PredictedOutput.INDICES_FIELD_NUMBER, indices.size());
    }

    private int kindNumber() {
      return OutputKinds.toWire(kind).getNumber();
    }

    void writeTo(CodedOutputStream output) throws IOException {
      write(output, PredictedOutput.TENSOR_FIELD_NUMBER, tensor);
      output.writeEnum(PredictedOutput.KIND_FIELD_NUMBER, kindNumber());
      if (indices != null) {
        write(output, PredictedOutput.INDICES_FIELD_NUMBER, indices);
      }
    }

    private static void write(CodedOutputStream output, int field, TensorWriter tensor)
        throws IOException {
      output.writeUInt32NoTag(WireSize.delimitedTag(field));
      output.writeUInt32NoTag((int) tensor.size());
      tensor.writeTo(output);
    }
  }
}
