package dev.scorekeeper.server.transport.nativeapi;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** Planned answers against general ones for any numbers; CONTRIBUTING.md says how to fuzz. */
@Tag("fuzz")
final class AnswerFuzzTest {

  private static final AnswerLaw LAW = new AnswerLaw();

  @FuzzTest
  void answer_anyNumbers_areTheGeneralAnswersBytes(byte[] choices) throws Exception {
    Random random = new ChoicesFirst(choices);
    LAW.holds(
        AnswerForms.model(random),
        AnswerForms.name(random),
        AnswerForms.rows(random),
        TensorForms.anyNumber(random),
        random);
  }

  /** Numbers that are these bytes, and zeros behind them. */
  private static final class ChoicesFirst extends Random {

    private static final long serialVersionUID = 1;

    private final byte[] choices;
    private int next;

    ChoicesFirst(byte[] choices) {
      super(0);
      this.choices = choices.clone();
    }

    @Override
    protected int next(int bits) {
      int number = 0;
      for (int i = 0; i < bits; i += 8) {
        number = number << 8 | (next < choices.length ? choices[next++] & 0xff : 0);
      }
      return number >>> (32 - bits) % 8;
    }
  }
}
