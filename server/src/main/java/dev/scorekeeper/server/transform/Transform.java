package dev.scorekeeper.server.transform;

/**
 * One change of an output's numbers.
 *
 * <p>NaN: softmax makes a line that holds one all NaN, and so do positive infinities or nothing but
 * negative ones; sigmoid keeps it; argmax and top-k take it for the largest number of all, as NumPy
 * does; it is never above a threshold.
 */
public sealed interface Transform {

  /** Name as a request spells it. */
  String label();

  /** Softmax along the class axis, computed in float64. */
  record Softmax() implements Transform {
    @Override
    public String label() {
      return "softmax";
    }
  }

  /** The logistic function, element by element, computed in float64. */
  record Sigmoid() implements Transform {
    @Override
    public String label() {
      return "sigmoid";
    }
  }

  /** Index of the largest element along the class axis; the lowest among equals. */
  record ArgMax() implements Transform {
    @Override
    public String label() {
      return "arg_max";
    }
  }

  /**
   * The largest elements along the class axis, falling, and their indices; the lowest index first
   * among equals.
   *
   * @param k how many, {@code >= 1}
   */
  record TopK(int k) implements Transform {
    @Override
    public String label() {
      return "top_k";
    }
  }

  /**
   * Whether elements are above a threshold. Element and threshold are both rounded to float32
   * before they are compared, as Keras does.
   *
   * @param value finite once rounded to float32
   * @param inclusive true to count an equal element as above
   */
  record Threshold(double value, boolean inclusive) implements Transform {
    @Override
    public String label() {
      return "threshold";
    }
  }
}
