package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.expression.Node.Call;
import dev.scorekeeper.server.evaluation.expression.Node.Constant;
import dev.scorekeeper.server.evaluation.expression.Node.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is summed, as steps on blocks of elements: each register holds a block, each step fills one
 * from others. Equal parts are computed once. Immutable, thread-safe; {@link Registers} are not.
 */
final class RowProgram {

  private static final int LABELS = 0;
  private static final int PREDICTIONS = 1;
  private static final int WEIGHTS = 2;
  private static final int THRESHOLD = 3;

  /** A step: {@code target = operation(a, b, c)}. */
  private record Step(Operation operation, int target, int a, int b, int c) {}

  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, Double> constants = new HashMap<>();
  private final Map<Node, Integer> places = new HashMap<>();
  private final int[] results;

  RowProgram(List<Node> sums, float threshold) {
    places.put(Variable.Y, LABELS);
    places.put(Variable.P, PREDICTIONS);
    places.put(Variable.W, WEIGHTS);
    places.put(Variable.T, THRESHOLD);
    constants.put(THRESHOLD, (double) threshold);
    results = sums.stream().mapToInt(this::place).toArray();
  }

  private int place(Node node) {
    Integer known = places.get(node);
    if (known != null) {
      return known;
    }
    int[] operands = new int[3];
    if (node instanceof Call call) {
      for (int i = 0; i < call.operands().size(); i++) {
        operands[i] = place(call.operands().get(i));
      }
    }
    int place = places.size();
    places.put(node, place);
    if (node instanceof Call call) {
      steps.add(new Step(call.operation(), place, operands[0], operands[1], operands[2]));
    } else {
      constants.put(place, ((Constant) node).number());
    }
    return place;
  }

  /** Registers for blocks of at most so many elements. */
  Registers registers(int block) {
    return new Registers(block);
  }

  /** The memory of a program while it runs. Not thread-safe. */
  final class Registers {
    private final double[][] values;

    private Registers(int block) {
      values = new double[places.size()][block];
      constants.forEach((place, number) -> Arrays.fill(values[place], number));
    }

    int block() {
      return values[0].length;
    }

    double[] labels() {
      return values[LABELS];
    }

    double[] predictions() {
      return values[PREDICTIONS];
    }

    double[] weights() {
      return values[WEIGHTS];
    }

    /** What is to be summed, after {@link #run}. */
    double[] result(int sum) {
      return values[results[sum]];
    }

    /** Computes the first {@code count} elements. */
    void run(int count) {
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        apply(
            step.operation,
            values[step.target],
            values[step.a],
            values[step.b],
            values[step.c],
            count);
      }
    }
  }

  /**
   * The commonest operations each have a loop of their own, for the compiler to make vectors of.
   */
  private static void apply(
      Operation operation, double[] target, double[] a, double[] b, double[] c, int count) {
    switch (operation) {
      case ADD -> {
        for (int i = 0; i < count; i++) {
          target[i] = a[i] + b[i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < count; i++) {
          target[i] = a[i] - b[i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < count; i++) {
          target[i] = a[i] * b[i];
        }
      }
      case ABS -> {
        for (int i = 0; i < count; i++) {
          target[i] = Math.abs(a[i]);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          target[i] = operation.apply(a[i], b[i], c[i]);
        }
      }
    }
  }
}
