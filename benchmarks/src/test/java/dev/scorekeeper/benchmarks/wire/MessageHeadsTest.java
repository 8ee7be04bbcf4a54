package dev.scorekeeper.benchmarks.wire;

import static com.google.common.truth.Truth.assertThat;

import com.google.rpc.Status;
import dev.scorekeeper.v1.AnsweringModel;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictStreamResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MessageHeadsTest {

  private final List<String> seen = new ArrayList<>();
  private final MessageHeads heads = new MessageHeads((id, ok) -> seen.add(id + " " + ok));

  @Test
  void read_messagesInPiecesOfAnySize_findsEach() {
    byte[] bytes = threeMessages();
    for (int piece = 1; piece <= bytes.length; piece++) {
      seen.clear();
      ByteBuffer in = ByteBuffer.wrap(bytes);
      while (in.hasRemaining()) {
        heads.read(in, Math.min(piece, in.remaining()));
      }
      assertThat(seen).containsExactly("1 true", "300 false", "123456789012 true").inOrder();
    }
  }

  @Test
  void read_noId_isZero() {
    PredictStreamResponse response = answer(0, "m");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    append(bytes, response);
    append(bytes, PredictStreamResponse.getDefaultInstance());

    heads.read(ByteBuffer.wrap(bytes.toByteArray()), bytes.size());

    assertThat(seen).containsExactly("0 true", "0 false").inOrder();
  }

  private static byte[] threeMessages() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    append(bytes, answer(1, "m"));
    append(
        bytes,
        PredictStreamResponse.newBuilder()
            .setId(300)
            .setError(Status.newBuilder().setCode(3).setMessage("no such input"))
            .build());
    append(bytes, answer(123_456_789_012L, "a long name of a model".repeat(5)));
    return bytes.toByteArray();
  }

  private static PredictStreamResponse answer(long id, String model) {
    return PredictStreamResponse.newBuilder()
        .setId(id)
        .setResponse(
            PredictResponse.newBuilder().setModel(AnsweringModel.newBuilder().setName(model)))
        .build();
  }

  private static void append(ByteArrayOutputStream bytes, PredictStreamResponse message) {
    byte[] content = message.toByteArray();
    bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(content.length).array());
    bytes.writeBytes(content);
  }
}
