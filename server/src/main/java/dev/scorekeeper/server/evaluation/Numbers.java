package dev.scorekeeper.server.evaluation;

import java.util.Arrays;

/** Some doubles that do not change. Equal when all their bits are. */
public final class Numbers {

  private static final Numbers NONE = new Numbers(new double[0]);

  private final double[] values;

  private Numbers(double[] values) {
    this.values = values;
  }

  public static Numbers none() {
    return NONE;
  }

  /** A copy. */
  public static Numbers of(double... values) {
    return new Numbers(values.clone());
  }

  public int size() {
    return values.length;
  }

  public double get(int index) {
    return values[index];
  }

  /** A copy. */
  public double[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Numbers numbers && Arrays.equals(values, numbers.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
