package dev.scorekeeper.server.evaluation.spec;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.CallText.Argument;
import dev.scorekeeper.server.evaluation.spec.CallText.Code;
import dev.scorekeeper.server.evaluation.spec.CallText.None;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CallTextTest {

  @Test
  void parse_bareName_hasNoArguments() throws SpecException {
    assertThat(CallText.parse(" mse ")).isEqualTo(new CallText("", "mse", true, List.of()));
    assertThat(CallText.parse("AUC()")).isEqualTo(new CallText("", "AUC", false, List.of()));
    assertThat(CallText.parse("click:keras.losses.Huber").output()).isEqualTo("click");
  }

  @Test
  void parse_arguments_areValues() throws SpecException {
    CallText call =
        CallText.parse("f(1, -2.5, 'a, \\'b)', x=None, y = [0.1, [True, 'z']], z=(1,), w=1_000)");

    assertThat(call.arguments().stream().map(Argument::value).toList())
        .containsExactly(
            1L, -2.5, "a, 'b)", None.NONE, List.of(0.1, List.of(true, "z")), List.of(1L), 1_000L)
        .inOrder();
    assertThat(call.arguments().stream().map(Argument::name).toList())
        .containsExactly("", "", "", "x", "y", "z", "w")
        .inOrder();
    assertThat(call.arguments().get(2).position()).isEqualTo(12);
  }

  @Test
  void parse_expressions_stayCode() throws SpecException {
    CallText call = CallText.parse("ratio(sum(abs(y - p)), sum(y == p), (y - p), mean=dataset)");

    assertThat(call.arguments().stream().map(Argument::value).toList())
        .containsExactly(
            new Code("sum(abs(y - p))"),
            new Code("sum(y == p)"),
            new Code("(y - p)"),
            new Code("dataset"))
        .inOrder();
  }

  @Test
  void parse_braces_standForParentheses() throws SpecException {
    assertThat(CallText.parse("dice{aggregation=dataset}"))
        .isEqualTo(CallText.parse("dice(aggregation=dataset)"));
  }

  @Test
  void parseList_commas_separate() throws SpecException {
    List<CallText> calls =
        CallText.parseList("accuracy, a:AUC(curve='PR', num_thresholds=200),mse");

    assertThat(calls.stream().map(CallText::name).toList())
        .containsExactly("accuracy", "AUC", "mse")
        .inOrder();
    assertThat(calls.get(1).output()).isEqualTo("a");
  }

  @Test
  void parse_broken_namesThePosition() {
    assertThat(messageOf("AUC(curve='PR'")).contains("a closing bracket, found the end");
    assertThat(messageOf("AUC(curve='PR)")).contains("the quote at character 11");
    assertThat(messageOf("AUC(]")).contains("character 5");
    assertThat(messageOf("AUC(a=(1])")).contains("another bracket, found ']' at character 9");
    assertThat(messageOf("AUC(a=)")).contains("a value, found ')' at character 7");
    assertThat(messageOf("AUC() x")).contains("the end, found 'x' at character 7");
    assertThat(messageOf("")).contains("a name, found the end at character 1");
    assertThat(messageOf("1x")).contains("a name, found '1' at character 1");
  }

  private static String messageOf(String text) {
    SpecException e = assertThrows(SpecException.class, () -> CallText.parse(text));
    assertThat(e.kind()).isEqualTo(SpecException.Kind.SYNTAX);
    return String.valueOf(e.getMessage());
  }
}
