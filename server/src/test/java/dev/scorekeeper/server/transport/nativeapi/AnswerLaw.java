package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictStreamResponse;
import io.grpc.Drainable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/**
 * What holds between planned answers and general ones: for the same rows, the same bytes, whichever
 * way they are taken.
 */
final class AnswerLaw {

  private static final PredictAnswer.AnswerForm PLAIN =
      new PredictAnswer.AnswerForm(RequestedOutputs.all(), false, false);

  private final PlainAnswers answers = new PlainAnswers();

  /** Checks the answers to a unary call and to a request of a stream. */
  void holds(ModelId model, String signature, ScoredRows rows, long id, Random random)
      throws ProblemException, IOException {
    PredictAnswer general = PredictAnswer.of(model, signature, PLAIN, rows);
    byte[] expected = OutgoingMessage.toBytes(general);
    byte[] expectedOfStream = OutgoingMessage.toBytes(new StreamAnswer(id, general));
    for (int i = 0; i < 2; i++) {
      assertSame(() -> answers.answer(model, signature, PLAIN, rows), expected, random);
      assertSame(() -> answers.answer(id, model, signature, PLAIN, rows), expectedOfStream, random);
    }
    assertThat(PredictResponse.parseFrom(expected).getOutputsCount())
        .isEqualTo(rows.outputs().size());
    assertThat(PredictStreamResponse.parseFrom(expectedOfStream).getId()).isEqualTo(id);
  }

  private static void assertSame(Maker maker, byte[] expected, Random random)
      throws ProblemException, IOException {
    OutgoingMessage answer = maker.make();
    assertThat(answer).isInstanceOf(PlainAnswer.class);
    assertThat(answer.size()).isEqualTo(expected.length);
    assertThat(OutgoingMessage.toBytes(answer)).isEqualTo(expected);
    assertThat(OutgoingMessage.toBytes(OutgoingMessage.copyOf(answer))).isEqualTo(expected);

    InputStream drained = Marshallers.RESPONSE.stream(maker.make());
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    assertThat(drained.available()).isEqualTo(expected.length);
    assertThat(((Drainable) drained).drainTo(target)).isEqualTo(expected.length);
    assertThat(drained.available()).isEqualTo(0);
    assertThat(target.toByteArray()).isEqualTo(expected);

    InputStream read = Marshallers.RESPONSE.stream(maker.make());
    byte[] first = read.readNBytes(random.nextInt(expected.length + 1));
    int next = read.read();
    assertThat(read.available()).isEqualTo(expected.length - first.length - (next < 0 ? 0 : 1));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(first);
    if (next >= 0) {
      whole.write(next);
    }
    whole.writeBytes(read.readAllBytes());
    assertThat(whole.toByteArray()).isEqualTo(expected);
    assertThat(read.read()).isEqualTo(-1);
  }

  /** Makes the answer anew: its bytes are taken once. */
  private interface Maker {
    OutgoingMessage make() throws ProblemException;
  }
}
