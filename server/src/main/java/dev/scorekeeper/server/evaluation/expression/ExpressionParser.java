package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.expression.Node.Call;
import dev.scorekeeper.server.evaluation.expression.Node.Constant;
import dev.scorekeeper.server.evaluation.expression.Node.Sum;
import dev.scorekeeper.server.evaluation.expression.Node.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads an {@link Expression}, by recursive descent. */
final class ExpressionParser {

  /** Most characters, nested parentheses, parts and different sums. */
  static final int MAX_LENGTH = 4_096;

  static final int MAX_DEPTH = 64;
  static final int MAX_NODES = 1_000;
  static final int MAX_SUMS = 64;

  private static final Constant ONE = new Constant(1);

  private static final List<Operation> COMPARISONS =
      List.of(
          Operation.AT_LEAST,
          Operation.AT_MOST,
          Operation.EQUAL,
          Operation.NOT_EQUAL,
          Operation.GREATER,
          Operation.LESS);

  private final ExpressionText text;
  private final List<Node> sums = new ArrayList<>();
  private boolean inSum;
  private int depth;
  private int nodes;

  ExpressionParser(String text) {
    this.text = new ExpressionText(text);
  }

  Expression parse() throws SpecException {
    if (text.length() > MAX_LENGTH) {
      throw text.error(MAX_LENGTH, "more than " + MAX_LENGTH + " characters");
    }
    Node root = comparison();
    if (!text.atEnd()) {
      throw text.expected("an operator or the end");
    }
    if (sums.isEmpty()) {
      throw text.error(0, "there is no sum(...) over rows");
    }
    return new Expression(root, sums, ExpressionWriter.write(root, sums));
  }

  private Node comparison() throws SpecException {
    if (++depth > MAX_DEPTH) {
      throw text.expected("no more than " + MAX_DEPTH + " nested parentheses");
    }
    Node left = sum();
    for (Operation operation : COMPARISONS) {
      if (text.take(operation.text())) {
        Node right = sum();
        left = call(operation, rounded(left, right), rounded(right, left));
        break;
      }
    }
    depth--;
    return left;
  }

  /** A number that a prediction is compared with, as float32. */
  private static Node rounded(Node node, Node other) {
    return node instanceof Constant constant && other == Variable.P
        ? new Constant((float) constant.number())
        : node;
  }

  private Node sum() throws SpecException {
    Node left = product();
    while (true) {
      if (text.take("+")) {
        left = call(Operation.ADD, left, product());
      } else if (text.take("-")) {
        left = call(Operation.SUBTRACT, left, product());
      } else {
        return left;
      }
    }
  }

  private Node product() throws SpecException {
    Node left = signed();
    while (true) {
      if (text.take("*")) {
        left = call(Operation.MULTIPLY, left, signed());
      } else if (text.take("/")) {
        left = call(Operation.DIVIDE, left, signed());
      } else {
        return left;
      }
    }
  }

  private Node signed() throws SpecException {
    int signs = 0;
    while (text.take("-")) {
      signs++;
    }
    Node node = atom();
    if (signs % 2 == 0) {
      return node;
    }
    return node instanceof Constant constant
        ? new Constant(-constant.number())
        : call(Operation.NEGATE, node);
  }

  private Node atom() throws SpecException {
    if (text.take("(")) {
      return closed(")");
    }
    if (text.take("[")) {
      return closed("]");
    }
    Optional<Double> number = text.number();
    if (number.isPresent()) {
      return new Constant(number.get());
    }
    int start = text.position();
    String name = text.name().orElseThrow(() -> text.expected("a number, a name or '('"));
    return text.take("(") ? function(name, start) : variable(name, start);
  }

  private Node closed(String bracket) throws SpecException {
    Node node = comparison();
    text.require(bracket);
    return node;
  }

  private Node variable(String name, int start) throws SpecException {
    Variable variable =
        Arrays.stream(Variable.values())
            .filter(v -> v.text().equals(name))
            .findFirst()
            .orElseThrow(
                () -> text.error(start, "there is no " + name + "; there are y, p, w and t"));
    if (!inSum) {
      throw text.error(start, name + " stands outside of sum(...): only sums do");
    }
    return variable;
  }

  private Node function(String name, int start) throws SpecException {
    return switch (name) {
      case "sum" -> summed(start);
      case "mean" -> call(Operation.DIVIDE, summed(start), sumOf(ONE));
      case "count" -> {
        requireTop(name, start);
        text.require(")");
        yield sumOf(ONE);
      }
      case "ratio" -> call(Operation.DIVIDE, arguments(name, start, 2));
      default -> {
        Operation operation = operation(name, start);
        yield call(operation, arguments(name, start, operation.arity()));
      }
    };
  }

  private Operation operation(String name, int start) throws SpecException {
    return Arrays.stream(Operation.values())
        .filter(o -> o.level() == Operation.Level.ATOM && o.text().equals(name))
        .findFirst()
        .orElseThrow(() -> text.error(start, "there is no function " + name));
  }

  private Node[] arguments(String name, int start, int count) throws SpecException {
    List<Node> arguments = new ArrayList<>();
    do {
      arguments.add(comparison());
    } while (text.take(","));
    text.require(")");
    if (arguments.size() != count) {
      throw text.error(
          start,
          String.format(Locale.ROOT, "%s takes %d values, not %d", name, count, arguments.size()));
    }
    return arguments.toArray(Node[]::new);
  }

  private Node summed(int start) throws SpecException {
    requireTop("a sum", start);
    inSum = true;
    Node row = comparison();
    inSum = false;
    text.require(")");
    return sumOf(row);
  }

  private void requireTop(String what, int start) throws SpecException {
    if (inSum) {
      throw text.error(start, what + " stands inside of a sum, which is not additive");
    }
  }

  /** The same sum is kept once. */
  private Sum sumOf(Node row) throws SpecException {
    int index = sums.indexOf(row);
    if (index < 0) {
      index = sums.size();
      sums.add(row);
      if (sums.size() > MAX_SUMS) {
        throw text.expected("no more than " + MAX_SUMS + " different sums");
      }
    }
    return new Sum(index);
  }

  private Call call(Operation operation, Node... operands) throws SpecException {
    if (++nodes > MAX_NODES) {
      throw text.expected("no more than " + MAX_NODES + " operations");
    }
    return new Call(operation, List.of(operands));
  }
}
