package dev.scorekeeper.server.evaluation.expression;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.SpecException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How expressions are read and written. */
final class ExpressionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ratio(sum(abs(y - p)), sum(abs(y)))      | sum(abs(y - p)) / sum(abs(y))",
        "1-(2*sum( y*p )+1)/(sum(y)+sum(p)+1.0)   | 1 - (2 * sum(y * p) + 1) / (sum(y) + sum(p) + 1)",
        "mean(y)                                  | sum(y) / sum(1)",
        "sum(w) / count()                         | sum(w) / sum(1)",
        "sum([p > 0.7] * y)                       | sum((p > 0.699999988079071) * y)",
        "sum(0.7 <= p)                            | sum(0.699999988079071 <= p)",
        "sum(y > 0.7)                             | sum(y > 0.7)",
        "sum(((y))) - (sum(p) - sum(w))           | sum(y) - (sum(p) - sum(w))",
        "sum(-y) * -2 - -sum(p)                   | sum(-y) * -2 - -sum(p)",
        "sum(clip(log(p), -1e-7, exp(1)))         | sum(clip(log(p), -1e-07, exp(1)))",
        "max(sum(y), min(3, sqrt(sum(pow(p,2))))) | max(sum(y), min(3, sqrt(sum(pow(p, 2)))))",
        "sum((y == 1) != (p >= t))                | sum((y == 1) != (p >= t))",
        "-(sum(y) * sum(p))                       | -(sum(y) * sum(p))",
      })
  void parse_anyText_givesItsNormalForm(String text, String normal) throws Exception {
    Expression expression = Expression.parse(text);

    assertThat(expression.text()).isEqualTo(normal);
    assertThat(Expression.parse(normal).text()).isEqualTo(normal);
    assertThat(Expression.parse(normal).sums()).isEqualTo(expression.sums());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "sum(y                 |  6 | expected ')', found the end",
        "sum(y) sum(p)         |  8 | expected an operator or the end, found 's'",
        "y + sum(p)            |  1 | y stands outside of sum(...)",
        "sum(sum(y))           |  5 | a sum stands inside of a sum",
        "sum(count())          |  5 | count stands inside of a sum",
        "sum(mean(p))          |  5 | a sum stands inside of a sum",
        "sum(q)                |  5 | there is no q; there are y, p, w and t",
        "sum(foo(y))           |  5 | there is no function foo",
        "sum(clip(y, 1))       |  5 | clip takes 3 values, not 2",
        "1 + 2                 |  1 | there is no sum(...)",
        "sum(y > p > t)        | 11 | expected ')', found '>'",
        "sum(y) +              |  9 | expected a number, a name or '(', found the end",
        "sum([p > t)           | 11 | expected ']', found ')'",
        "sum(y) $              |  8 | expected an operator or the end, found '$'",
      })
  void parse_whatCannotBeRead_namesThePosition(String text, int position, String why) {
    SpecException failure = assertThrows(SpecException.class, () -> Expression.parse(text.strip()));

    assertThat(failure.kind()).isEqualTo(SpecException.Kind.SYNTAX);
    assertThat(failure).hasMessageThat().contains("at character " + position + ": " + why.strip());
  }

  @Test
  void parse_tooMuch_isRefused() {
    List<String> texts =
        List.of(
            "sum(" + "(".repeat(100) + "y" + ")".repeat(101),
            "sum(" + "1+".repeat(2000) + "y)",
            " ".repeat(5000) + "sum(y)",
            "sum(y+1)" + sums(65),
            "-".repeat(4000) + "sum(" + "abs(".repeat(1100));

    for (String text : texts) {
      assertWithMessage(text.substring(0, 40))
          .that(assertThrows(SpecException.class, () -> Expression.parse(text)))
          .hasMessageThat()
          .contains("more than");
    }
  }

  private static String sums(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 2; i <= count; i++) {
      text.append("+sum(y+").append(i).append(')');
    }
    return text.toString();
  }

  @Test
  void isExpression_textsOfMetrics_onlyThoseWithSums() {
    assertThat(ExpressionMetrics.isExpression("1 - sum(y) / count()")).isTrue();
    assertThat(ExpressionMetrics.isExpression("mean (abs(y - p))")).isTrue();
    assertThat(ExpressionMetrics.isExpression("expression('sum(y)')")).isFalse();
    assertThat(ExpressionMetrics.isExpression("AUC(curve='PR')")).isFalse();
    assertThat(ExpressionMetrics.isExpression("MeanIoU(num_classes=3)")).isFalse();
  }

  @Test
  void parse_sameSumTwice_keptOnce() throws Exception {
    assertThat(Expression.parse("sum(y*p) / (sum(p) + sum( y * p))").sums()).hasSize(2);
  }
}
