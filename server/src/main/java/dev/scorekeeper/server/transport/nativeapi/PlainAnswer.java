package dev.scorekeeper.server.transport.nativeapi;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.CodedOutputStream;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictStreamResponse;
import dev.scorekeeper.v1.PredictedOutput;
import dev.scorekeeper.v1.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A response with numeric outputs as they are, or a stream's response around it: the message that
 * gRPC takes the bytes from, and nothing in between. Written from the model's memory. One object
 * for all answers of a thread, one after the other.
 *
 * <p>Borrowed from the scored rows: to be written during their callback, or copied, and before the
 * next answer. Confined to the thread whose memory it is written through.
 */
final class PlainAnswer extends OutgoingStream implements OutgoingMessage {

  private static final int OUTPUT = PredictResponse.OUTPUTS_FIELD_NUMBER << 3 | 2;
  private static final int TENSOR = PredictedOutput.TENSOR_FIELD_NUMBER << 3 | 2;
  private static final int SHAPE = Tensor.SHAPE_FIELD_NUMBER << 3 | 2;
  private static final int DATA = Tensor.DATA_FIELD_NUMBER << 3 | 2;
  private static final int STREAM_ID = PredictStreamResponse.ID_FIELD_NUMBER << 3;
  private static final int STREAM_RESPONSE = PredictStreamResponse.RESPONSE_FIELD_NUMBER << 3 | 2;

  /** Most bytes of the fields around an output's name, shape and numbers. */
  private static final long MOST_FRAME_BYTES = 32;

  private final WireBytes wire;

  private @Nullable AnswerPlan plan;
  private @Nullable ScoredRows rows;
  private int responseSize;

  /** Of the stream's request; without meaning for a unary call. */
  private long id;

  private boolean enveloped;

  /** Written through {@code wire}. */
  PlainAnswer(WireBytes wire) {
    this.wire = wire;
  }

  /**
   * Becomes the answer to a unary call.
   *
   * @throws ProblemException REQUEST_TOO_LARGE when it does not fit into a message
   */
  PlainAnswer of(AnswerPlan newPlan, ScoredRows newRows) throws ProblemException {
    return become(newPlan, newRows, false, 0);
  }

  /**
   * Becomes the answer to request {@code newId} of a stream.
   *
   * @throws ProblemException REQUEST_TOO_LARGE when it does not fit into a message
   */
  PlainAnswer ofStream(long newId, AnswerPlan newPlan, ScoredRows newRows) throws ProblemException {
    return become(newPlan, newRows, true, newId);
  }

  private PlainAnswer become(
      AnswerPlan newPlan, ScoredRows newRows, boolean newEnveloped, long newId)
      throws ProblemException {
    plan = newPlan;
    rows = newRows;
    enveloped = newEnveloped;
    id = newId;
    responseSize = responseSize(newPlan, newRows);
    expect(size());
    return this;
  }

  private static int responseSize(AnswerPlan plan, ScoredRows rows) throws ProblemException {
    long most = plan.head.length;
    for (int i = 0; i < plan.outputCount(); i++) {
      most += MOST_FRAME_BYTES + plan.tensors[i].length + 10L * rows.shape(i).rank();
      most += rows.byteLength(i);
    }
    // Room for the envelope of a stream's answer is left.
    if (most > Integer.MAX_VALUE - 64) {
      throw new ProblemException(PredictAnswer.tooLarge(most));
    }
    int size = plan.head.length;
    for (int i = 0; i < plan.outputCount(); i++) {
      size += delimited(outputSize(plan, rows, i));
    }
    return size;
  }

  private static int outputSize(AnswerPlan plan, ScoredRows rows, int output) {
    return delimited(tensorSize(plan, rows, output)) + plan.kinds[output].length;
  }

  private static int tensorSize(AnswerPlan plan, ScoredRows rows, int output) {
    int shape = shapeSize(rows.shape(output));
    int data = rows.byteLength(output);
    return plan.tensors[output].length
        + (shape == 0 ? 0 : delimited(shape))
        + (data == 0 ? 0 : delimited(data));
  }

  private static int shapeSize(Shape shape) {
    int size = 0;
    for (int i = 0; i < shape.rank(); i++) {
      size += WireBytes.varintSize(shape.dim(i));
    }
    return size;
  }

  /** Bytes of a field with a payload of so many: tag, length and payload. */
  private static int delimited(int payload) {
    return 1 + WireBytes.varintSize(payload) + payload;
  }

  @Override
  public int size() {
    if (!enveloped) {
      return responseSize;
    }
    return (id == 0 ? 0 : 1 + WireBytes.varintSize(id)) + delimited(responseSize);
  }

  @Override
  public void writeTo(CodedOutputStream output) throws IOException {
    output.writeRawBytes(toBytes());
  }

  @Override
  void write(OutputStream target) throws IOException {
    AnswerPlan written = requireNonNull(plan, "not yet an answer");
    ScoredRows from = requireNonNull(rows, "not yet an answer");
    wire.begin(target);
    if (enveloped) {
      if (id != 0) {
        wire.tag(STREAM_ID);
        wire.varint(id);
      }
      wire.tag(STREAM_RESPONSE);
      wire.varint(responseSize);
    }
    wire.bytes(written.head);
    for (int i = 0; i < written.outputCount(); i++) {
      writeOutput(written, from, i);
    }
    wire.end();
  }

  private void writeOutput(AnswerPlan written, ScoredRows from, int output) throws IOException {
    Shape shape = from.shape(output);
    int data = from.byteLength(output);
    wire.tag(OUTPUT);
    wire.varint(outputSize(written, from, output));
    wire.tag(TENSOR);
    wire.varint(tensorSize(written, from, output));
    wire.bytes(written.tensors[output]);
    int shapeSize = shapeSize(shape);
    if (shapeSize > 0) {
      wire.tag(SHAPE);
      wire.varint(shapeSize);
      for (int i = 0; i < shape.rank(); i++) {
        wire.varint(shape.dim(i));
      }
    }
    if (data > 0) {
      wire.tag(DATA);
      wire.varint(data);
      wire.data(from, output, data);
    }
    wire.bytes(written.kinds[output]);
  }
}
