package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.TensorSpec;
import dev.scorekeeper.v1.PredictResponse;
import io.grpc.Drainable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Planned answers are, byte for byte, the general ones; see {@link AnswerLaw}. */
final class PlainAnswerTest {

  private static final AnswerLaw LAW = new AnswerLaw();
  private static final ModelId MODEL = new ModelId("m", 3);
  private static final PredictAnswer.AnswerForm PLAIN =
      new PredictAnswer.AnswerForm(RequestedOutputs.all(), false, false);

  private final PlainAnswers answers = new PlainAnswers();

  private static OutputSpec output(String name, DataType type) {
    return new OutputSpec(
        new TensorSpec(name, type, Shape.of(Shape.UNKNOWN)), OutputKind.VALUE, "test");
  }

  private static byte[] drain(OutgoingMessage answer) throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    InputStream stream = Marshallers.RESPONSE.stream(answer);
    assertThat(((Drainable) stream).drainTo(target)).isEqualTo(target.size());
    return target.toByteArray();
  }

  @Property(tries = 1_000)
  void answer_anyNumbers_areTheGeneralAnswersBytes(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    LAW.holds(
        AnswerForms.model(random),
        AnswerForms.name(random),
        AnswerForms.rows(random),
        TensorForms.anyNumber(random),
        random);
  }

  @Test
  void answer_strings_isTheGeneralOne() throws Exception {
    ScoredRows rows = new OneOutput(output("s", DataType.STRING), 1, 0);

    OutgoingMessage answer = answers.answer(MODEL, "sig", PLAIN, rows);

    assertThat(answer).isInstanceOf(PredictAnswer.class);
    assertThat(PredictResponse.parseFrom(drain(answer)).getOutputs(0).getTensor())
        .isEqualTo(
            PredictResponse.parseFrom(
                    OutgoingMessage.toBytes(PredictAnswer.of(MODEL, "sig", PLAIN, rows)))
                .getOutputs(0)
                .getTensor());
  }

  @Test
  void answer_valuesWanted_isTheGeneralOne() throws Exception {
    ScoredRows rows = new OneOutput(output("f", DataType.FLOAT32), 1, 4);
    PredictAnswer.AnswerForm typed =
        new PredictAnswer.AnswerForm(RequestedOutputs.all(), false, true);

    PredictResponse answer =
        PredictResponse.parseFrom(drain(answers.answer(MODEL, "sig", typed, rows)));

    assertThat(answer.getOutputs(0).getTensor().getFloatValuesCount()).isEqualTo(1);
  }

  /** The plan of one version must not serve another, nor one signature another. */
  @Test
  void answer_sameOutputsOfOtherModelOrSignature_namesTheOther() throws Exception {
    ScoredRows rows = new OneOutput(output("f", DataType.FLOAT32), 1, 4);
    for (ModelId model : List.of(MODEL, new ModelId("m", 4), new ModelId("n", 3), MODEL)) {
      for (String signature : List.of("a", "b", "a")) {
        PredictResponse answer =
            PredictResponse.parseFrom(drain(answers.answer(model, signature, PLAIN, rows)));

        assertThat(answer.getModel().getName()).isEqualTo(model.name());
        assertThat(answer.getModel().getVersion()).isEqualTo(model.version());
        assertThat(answer.getModel().getSignature()).isEqualTo(signature);
      }
    }
  }

  @Test
  void answer_moreThanAMessageHolds_isRefused() {
    ScoredRows rows = new OneOutput(output("f", DataType.INT8), 1, Integer.MAX_VALUE - 32);

    for (boolean stream : new boolean[] {false, true}) {
      ProblemException e =
          assertThrows(
              ProblemException.class,
              () -> {
                if (stream) {
                  answers.answer(1, MODEL, "sig", PLAIN, rows);
                } else {
                  answers.answer(MODEL, "sig", PLAIN, rows);
                }
              });
      assertThat(e.problem().reason()).isEqualTo(Reason.REQUEST_TOO_LARGE);
    }
  }

  @Test
  void drainTo_targetFails_nextAnswerIsWhole() throws Exception {
    ScoredRows rows = new OneOutput(output("f", DataType.INT8), 100_000, 100_000);
    byte[] expected = OutgoingMessage.toBytes(PredictAnswer.of(MODEL, "sig", PLAIN, rows));
    InputStream broken = Marshallers.RESPONSE.stream(answers.answer(MODEL, "sig", PLAIN, rows));

    assertThrows(IOException.class, () -> ((Drainable) broken).drainTo(new FullTarget(20_000)));

    assertThat(drain(answers.answer(MODEL, "sig", PLAIN, rows))).isEqualTo(expected);
  }

  /** One object for all answers: what was taken of one must not show in the next. */
  @Test
  void answer_afterOneThatWasReadInPart_isWhole() throws Exception {
    ScoredRows rows = new OneOutput(output("f", DataType.INT8), 3, 3);
    ScoredRows others = new OneOutput(output("g", DataType.INT8), 5, 5);
    InputStream first = Marshallers.RESPONSE.stream(answers.answer(7, MODEL, "sig", PLAIN, rows));
    assertThat(first.readNBytes(4)).hasLength(4);

    InputStream second = Marshallers.RESPONSE.stream(answers.answer(MODEL, "sig", PLAIN, others));

    assertThat(second.readAllBytes())
        .isEqualTo(OutgoingMessage.toBytes(PredictAnswer.of(MODEL, "sig", PLAIN, others)));
  }

  @Test
  void drainTo_afterARead_throws() throws Exception {
    ScoredRows rows = new OneOutput(output("f", DataType.INT8), 3, 3);
    InputStream answer = Marshallers.RESPONSE.stream(answers.answer(MODEL, "sig", PLAIN, rows));
    assertThat(answer.read()).isAtLeast(0);

    assertThrows(
        IllegalStateException.class,
        () -> ((Drainable) answer).drainTo(new ByteArrayOutputStream()));
  }

  /** One output of zeros, or of empty strings; its size may be more than there is memory. */
  private static final class OneOutput implements ScoredRows {

    private final List<OutputSpec> outputs;
    private final long count;
    private final int byteLength;

    OneOutput(OutputSpec output, long count, int byteLength) {
      this.outputs = List.of(output);
      this.count = count;
      this.byteLength = byteLength;
    }

    @Override
    public List<OutputSpec> outputs() {
      return outputs;
    }

    @Override
    public Shape shape(int output) {
      return Shape.of(count);
    }

    @Override
    public ByteBuffer data(int output) {
      return ByteBuffer.allocate(byteLength);
    }

    @Override
    public int byteLength(int output) {
      return byteLength;
    }

    @Override
    public byte[] string(int output, long index) {
      return new byte[0];
    }
  }

  /** A target that takes so many bytes and no more. */
  private static final class FullTarget extends OutputStream {

    private int left;

    FullTarget(int most) {
      this.left = most;
    }

    @Override
    public void write(int single) throws IOException {
      if (left == 0) {
        throw new IOException("full");
      }
      left--;
    }
  }
}
