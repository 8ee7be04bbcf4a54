package dev.scorekeeper.server.evaluation.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers with a shape, read from nested lists. */
public final class TestTensor {

  private final int[] shape;
  private final double[] values;

  private TestTensor(int[] shape, double[] values) {
    this.shape = shape;
    this.values = values;
  }

  /** From lists of lists of numbers; "nan", "inf" and "-inf" stand for those. */
  public static TestTensor of(Object nested) {
    List<Integer> shape = new ArrayList<>();
    for (Object o = nested; o instanceof List<?> list; o = list.isEmpty() ? 0 : list.get(0)) {
      shape.add(list.size());
    }
    List<Double> values = new ArrayList<>();
    collect(nested, values);
    return new TestTensor(
        shape.stream().mapToInt(i -> i).toArray(), values.stream().mapToDouble(x -> x).toArray());
  }

  private static void collect(Object nested, List<Double> values) {
    if (nested instanceof List<?> list) {
      list.forEach(o -> collect(o, values));
    } else {
      values.add(number(nested));
    }
  }

  static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return switch (value.toString()) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> value instanceof Boolean flag ? (flag ? 1 : 0) : Double.NaN;
    };
  }

  /** Leading dimension. */
  public int rows() {
    return shape[0];
  }

  /** Shape of a row. */
  public int[] rowShape() {
    return Arrays.copyOfRange(shape, 1, shape.length);
  }

  /** All dimensions. */
  public List<Integer> shape() {
    return Arrays.stream(shape).boxed().toList();
  }

  /** Elements of a row. */
  public int width() {
    return Arrays.stream(rowShape()).reduce(1, (a, b) -> a * b);
  }

  public double[] values() {
    return values.clone();
  }

  public float[] floats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
