package dev.scorekeeper.server.evaluation.expression;

import java.util.List;

/** A part of an expression. */
sealed interface Node {

  /** A number. */
  record Constant(double number) implements Node {}

  /** What a row gives. */
  enum Variable implements Node {
    /** The label. */
    Y("y"),
    /** The prediction. */
    P("p"),
    /** The weight; 1 when there are none. */
    W("w"),
    /** The decision threshold of the output, a float32. */
    T("t");

    private final String text;

    Variable(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** An operation on as many operands as it takes. */
  record Call(Operation operation, List<Node> operands) implements Node {
    public Call {
      operands = List.copyOf(operands);
    }
  }

  /** The sum over rows and elements of an expression of them; {@code index} numbers the sums. */
  record Sum(int index) implements Node {}
}
