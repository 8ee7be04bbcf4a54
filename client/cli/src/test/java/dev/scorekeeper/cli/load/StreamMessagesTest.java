package dev.scorekeeper.cli.load;

import static com.google.common.truth.Truth.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import io.grpc.Status.Code;
import java.io.ByteArrayOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The bytes that a stream carries, against the generated classes. */
final class StreamMessagesTest {
  @Property(tries = 100)
  void head_anyId_makesAMessageOfTheRequest(@ForAll long id) throws InvalidProtocolBufferException {
    PredictRequest request =
        PredictRequest.newBuilder().setModel(ModelSpec.newBuilder().setName("m")).build();
    byte[] body = request.toByteArray();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(StreamSender.head(id, body.length));
    message.writeBytes(body);
    assertThat(PredictStreamRequest.parseFrom(message.toByteArray()))
        .isEqualTo(PredictStreamRequest.newBuilder().setId(id).setRequest(request).build());
  }

  @Test
  void read_answers_tellsIdAndStatus() {
    PredictStreamResponse good =
        PredictStreamResponse.newBuilder()
            .setId(7)
            .setResponse(PredictResponse.getDefaultInstance())
            .build();
    PredictStreamResponse bad =
        PredictStreamResponse.newBuilder()
            .setId(8)
            .setError(Status.newBuilder().setCode(8))
            .build();
    assertThat(StreamSender.Answer.read(good.toByteArray()))
        .isEqualTo(new StreamSender.Answer(7, Code.OK));
    assertThat(StreamSender.Answer.read(bad.toByteArray()))
        .isEqualTo(new StreamSender.Answer(8, Code.RESOURCE_EXHAUSTED));
  }
}
