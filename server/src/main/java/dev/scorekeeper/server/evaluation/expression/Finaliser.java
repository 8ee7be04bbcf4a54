package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import dev.scorekeeper.server.evaluation.expression.Node.Call;
import dev.scorekeeper.server.evaluation.expression.Node.Constant;
import dev.scorekeeper.server.evaluation.expression.Node.Sum;
import java.util.List;

/** Puts sums together to one number. */
final class Finaliser {
  private Finaliser() {}

  /** The number; NaN or an infinity when it is not defined. Allocates nothing. */
  static double number(Node node, double[] sums) {
    if (node instanceof Constant constant) {
      return constant.number();
    }
    if (node instanceof Sum sum) {
      return sums[sum.index()];
    }
    Call call = (Call) node;
    List<Node> operands = call.operands();
    double a = number(operands.get(0), sums);
    double b = operands.size() > 1 ? number(operands.get(1), sums) : 0;
    double c = operands.size() > 2 ? number(operands.get(2), sums) : 0;
    return call.operation().apply(a, b, c);
  }

  /** The number, or why there is none. */
  static Value value(Node root, double[] sums) {
    double number = number(root, sums);
    return !Double.isFinite(number) && dividesByZero(root, sums)
        ? Value.undefined(Undefined.ZERO_DENOMINATOR)
        : Value.of(number);
  }

  private static boolean dividesByZero(Node node, double[] sums) {
    if (!(node instanceof Call call)) {
      return false;
    }
    boolean here =
        call.operation() == Operation.DIVIDE && number(call.operands().get(1), sums) == 0;
    return here || call.operands().stream().anyMatch(operand -> dividesByZero(operand, sums));
  }
}
