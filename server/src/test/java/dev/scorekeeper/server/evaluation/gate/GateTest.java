package dev.scorekeeper.server.evaluation.gate;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationReason;
import dev.scorekeeper.server.evaluation.gate.Gate.Aspect;
import dev.scorekeeper.server.evaluation.gate.Gate.Bound;
import dev.scorekeeper.server.evaluation.gate.Gate.Relation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GateTest {

  @Test
  void parse_plainGate_isRead() throws EvaluationException {
    Gate gate = parse("accuracy >= 0.95");

    assertThat(gate.metric()).isEqualTo("accuracy");
    assertThat(gate.relation()).isEqualTo(Relation.AT_LEAST);
    assertThat(gate.bound()).isEqualTo(new Bound(Bound.Form.NUMBER, 0.95));
    assertThat(gate.slice()).isEmpty();
    assertThat(gate.needsBaseline()).isFalse();
  }

  @Test
  void parse_bounds_areReadInAllForms() throws EvaluationException {
    assertThat(parse("a<-1e-3").bound()).isEqualTo(new Bound(Bound.Form.NUMBER, -1e-3));
    assertThat(parse("a > +.5").bound()).isEqualTo(new Bound(Bound.Form.NUMBER, 0.5));
    assertThat(parse("a >= baseline").bound()).isEqualTo(new Bound(Bound.Form.BASELINE_PLUS, 0));
    assertThat(parse("a >= baseline - 0.002").bound())
        .isEqualTo(new Bound(Bound.Form.BASELINE_PLUS, -0.002));
    assertThat(parse("a>=baseline+2").bound()).isEqualTo(new Bound(Bound.Form.BASELINE_PLUS, 2));
    assertThat(parse("a <= baseline*1.01").bound())
        .isEqualTo(new Bound(Bound.Form.BASELINE_TIMES, 1.01));
    assertThat(parse("a <= 1.01 * baseline").bound())
        .isEqualTo(new Bound(Bound.Form.BASELINE_TIMES, 1.01));
    assertThat(parse("a == 0").relation()).isEqualTo(Relation.EQUAL);
  }

  @Test
  void parse_slicesOutputsLabelsAndAspects_areRead() throws EvaluationException {
    Gate gate = parse("slice(sex=f, country = \"a, b\").click:f1_score[class 2].lower > 0.8");

    assertThat(gate.slice()).containsExactlyEntriesIn(Map.of("country", "a, b", "sex", "f"));
    assertThat(gate.output()).isEqualTo("click");
    assertThat(gate.metric()).isEqualTo("f1_score[class 2]");
    assertThat(gate.aspect()).isEqualTo(Aspect.LOWER);
    assertThat(parse("auc.difference.lower >= -0.01").aspect()).isEqualTo(Aspect.DIFFERENCE_LOWER);
    assertThat(parse("auc.difference >= 0").needsBaseline()).isTrue();
    assertThat(parse("'odd name' > 1").metric()).isEqualTo("odd name");
    assertThat(parse("slice(a=1).rows >= 10").metric()).isEqualTo("rows");
    assertThat(parse("slice > 1").metric()).isEqualTo("slice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~                       | character 1: expected the name of a value",
        "accuracy                 | character 9: expected >=, <=, >, < or ==, found the end",
        "accuracy => 0.9          | character 10: expected >=",
        "accuracy >= abc          | character 13: expected a number, or baseline, found 'abc'",
        "accuracy >= baseline -   | character 23: expected a number",
        "accuracy >= 0.9 extra    | character 17: expected the end, found 'extra'",
        "slice(country).auc > 1   | character 14: expected '=' and a value",
        "slice(a=1, a=2).auc > 1  | character 12: expected another column",
        "slice(a=1) auc > 1       | character 12: expected '.' and the name of a value",
        "auc.middle > 1           | character 5: expected value, lower, upper or difference",
        "accuracy <= 1e999        | character 13: expected a number that a double can hold",
        "rows > baseline          | rows are compared with a number",
        "auc.difference > baseline | a difference from the baseline is compared with a number",
        "2 * loss < 3             | character 3: expected >=",
        "'unclosed > 1            | expected '''"
      })
  void parse_whatIsNoGate_saysWhereAndWhatWasExpected(String text, String message) {
    EvaluationException e =
        assertThrows(EvaluationException.class, () -> Gate.parseAll(List.of("loss < 1", text)));

    assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_TEXT);
    assertThat(e.field()).isEqualTo("spec.gates[1]");
    assertThat(e).hasMessageThat().contains(message);
    assertThat(e.details()).containsEntry("gate", text);
  }

  @Test
  void over_negativeBaseline_meansAShareOfItsSize() {
    Bound share = new Bound(Bound.Form.BASELINE_TIMES, 0.99);

    assertThat(share.over(1)).isEqualTo(0.99);
    assertThat(share.over(-1)).isWithin(1e-15).of(-1.01);
  }

  private static Gate parse(String text) throws EvaluationException {
    return Gate.parse(text, "spec.gates[0]");
  }
}
