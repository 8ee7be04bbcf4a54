package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.exact.Decimals;
import dev.scorekeeper.server.evaluation.expression.Node.Call;
import dev.scorekeeper.server.evaluation.expression.Node.Constant;
import dev.scorekeeper.server.evaluation.expression.Node.Sum;
import dev.scorekeeper.server.evaluation.expression.Node.Variable;
import dev.scorekeeper.server.evaluation.expression.Operation.Level;
import java.util.List;
import java.util.stream.Collectors;

/** Writes an expression in its normal form, with no more parentheses than it needs. */
final class ExpressionWriter {

  private final List<Node> sums;

  private ExpressionWriter(List<Node> sums) {
    this.sums = sums;
  }

  static String write(Node root, List<Node> sums) {
    return new ExpressionWriter(sums).text(root);
  }

  private String text(Node node) {
    if (node instanceof Constant constant) {
      return number(constant.number());
    }
    if (node instanceof Variable variable) {
      return variable.text();
    }
    if (node instanceof Sum sum) {
      return "sum(" + text(sums.get(sum.index())) + ")";
    }
    return text((Call) node);
  }

  private String text(Call call) {
    Operation operation = call.operation();
    List<Node> operands = call.operands();
    if (operation.level() == Level.ATOM) {
      return operands.stream()
          .map(this::text)
          .collect(Collectors.joining(", ", operation.text() + "(", ")"));
    }
    if (operation == Operation.NEGATE) {
      return "-" + within(operands.get(0), Level.ATOM);
    }
    // Operators of one level are read from the left; a comparison of comparisons is not read.
    Level level = operation.level();
    Level left = operation.isComparison() ? level.next() : level;
    return within(operands.get(0), left)
        + " "
        + operation.text()
        + " "
        + within(operands.get(1), level.next());
  }

  /** The text, in parentheses when it binds less tightly than {@code least}. */
  private String within(Node node, Level least) {
    return level(node).compareTo(least) < 0 ? "(" + text(node) + ")" : text(node);
  }

  private static Level level(Node node) {
    if (node instanceof Call call) {
      return call.operation().level();
    }
    return node instanceof Constant constant && constant.number() < 0 ? Level.SIGN : Level.ATOM;
  }

  /** The shortest decimal that gives the number, an integer without a point. */
  private static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Decimals.shortest(number);
  }
}
