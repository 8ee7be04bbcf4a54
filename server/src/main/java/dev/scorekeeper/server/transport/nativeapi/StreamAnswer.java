package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.CodedOutputStream;
import dev.scorekeeper.v1.PredictStreamResponse;
import java.io.IOException;

/** A {@link PredictStreamResponse} around an answer: its id, then the answer. */
record StreamAnswer(long id, PredictAnswer answer) implements OutgoingMessage {

  @Override
  public int size() {
    int idSize =
        id == 0 ? 0 : CodedOutputStream.computeInt64Size(PredictStreamResponse.ID_FIELD_NUMBER, id);
    return Math.toIntExact(
        idSize + WireSize.delimited(PredictStreamResponse.RESPONSE_FIELD_NUMBER, answer.size()));
  }

  @Override
  public void writeTo(CodedOutputStream output) throws IOException {
    if (id != 0) {
      output.writeInt64(PredictStreamResponse.ID_FIELD_NUMBER, id);
    }
    output.writeUInt32NoTag(WireSize.delimitedTag(PredictStreamResponse.RESPONSE_FIELD_NUMBER));
    output.writeUInt32NoTag(answer.size());
    answer.writeTo(output);
  }
}
