package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.SpecException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Arithmetic on sums over rows, read and checked.
 *
 * <p>Grammar, spaces anywhere:
 *
 * <pre>
 * expression = arithmetic on numbers and sums
 * sum        = "sum(" row ")" | "mean(" row ")" | "count()"
 * row        = arithmetic on numbers, y, p, w and t
 * arithmetic = + - * / ( ), comparisons &gt; &gt;= &lt; &lt;= == != (1 or 0; may stand in [ ]),
 *              abs(a) min(a,b) max(a,b) log(a) exp(a) sqrt(a) pow(a,b) clip(a,low,high) ratio(a,b)
 * </pre>
 *
 * <p>{@code y} is the label, {@code p} the prediction, {@code w} the weight, {@code t} the decision
 * threshold of the output. {@code count()} is the number of elements, {@code mean(a)} is {@code
 * sum(a) / count()}, {@code ratio(a, b)} is {@code a / b}. Where {@code p} alone is compared with a
 * number, that is rounded to float32, as predictions are. There is no sum inside a sum, and nothing
 * of a row outside of one: so the sums over parts of the rows add up to those over all.
 *
 * @param root over the sums
 * @param sums what is summed, by {@link Node.Sum#index}
 * @param text the expression in its normal form: the same for texts that differ in spaces,
 *     parentheses, how numbers are written, {@code mean}, {@code ratio} and brackets only
 */
record Expression(Node root, List<Node> sums, String text) {

  private static final Pattern SUMS =
      Pattern.compile("\\b(?:sum|mean)\\s*\\((?!\\s*\\)|\\s*(?:name|dtype)\\s*=)");

  Expression {
    sums = List.copyOf(sums);
  }

  /**
   * Reads a text.
   *
   * @throws SpecException naming the position of what could not be read
   */
  static Expression parse(String text) throws SpecException {
    return new ExpressionParser(text).parse();
  }

  /** Whether a text that may be the name of a metric is an expression instead: it has a sum. */
  static boolean isExpression(String text) {
    return SUMS.matcher(text).find();
  }

  /** Whether some sum is about {@code variable}. */
  boolean uses(Node.Variable variable) {
    return sums.stream().anyMatch(sum -> uses(sum, variable));
  }

  private static boolean uses(Node node, Node.Variable variable) {
    return node == variable
        || (node instanceof Node.Call call
            && call.operands().stream().anyMatch(operand -> uses(operand, variable)));
  }
}
