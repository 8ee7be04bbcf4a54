package dev.scorekeeper.cli.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Arithmetic of row shapes; -1 stands for a dimension that varies. */
final class Shapes {
  private Shapes() {}

  /** Product of the dimensions; 1 for none; negative when one varies. */
  static long product(List<Integer> shape) {
    long product = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        return -1;
      }
      product = Math.multiplyExact(product, (long) dimension);
    }
    return product;
  }

  /** Such as {@code (8, 8, 1)} or {@code (?)}. */
  static String format(List<Integer> shape) {
    return shape.stream()
        .map(dimension -> dimension < 0 ? "?" : Integer.toString(dimension))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /**
   * The shape that a row of an input gets, given the shape it has in the file.
   *
   * <p>The same rank must agree in every fixed dimension. Another rank is taken only when nothing
   * is left to guess: a flat row of as many elements as the input has, or dimensions of 1 more or
   * less.
   *
   * @throws DataException when the row does not fit, without saying which row
   */
  static List<Integer> fit(InputSpec input, List<Integer> given) throws DataException {
    if (!input.rankKnown() || agree(input.rowShape(), given)) {
      return given;
    }
    if (given.size() != input.rowShape().size()) {
      List<Integer> fitted =
          given.size() <= 1 ? reshape(input.rowShape(), product(given)) : unsqueeze(input, given);
      if (!fitted.isEmpty() || (input.rowShape().isEmpty() && product(given) == 1)) {
        return fitted;
      }
    }
    throw new DataException(
        "input \"%s\" takes rows of shape %s, not %s"
            .formatted(input.name(), format(input.rowShape()), format(given)));
  }

  private static boolean agree(List<Integer> wanted, List<Integer> given) {
    if (wanted.size() != given.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (wanted.get(i) >= 0 && !wanted.get(i).equals(given.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The wanted shape with its one varying dimension filled in; empty when there is no such shape.
   */
  private static List<Integer> reshape(List<Integer> wanted, long count) {
    long known = 1;
    int varying = 0;
    for (int dimension : wanted) {
      if (dimension < 0) {
        varying++;
      } else {
        known *= dimension;
      }
    }
    boolean fits =
        varying == 0 ? known == count : (varying == 1 && known > 0 && count % known == 0);
    if (!fits) {
      return List.of();
    }
    int missing = (int) (count / Math.max(known, 1));
    return wanted.stream().map(dimension -> dimension < 0 ? missing : dimension).toList();
  }

  private static List<Integer> unsqueeze(InputSpec input, List<Integer> given) {
    List<Integer> result = new ArrayList<>(input.rowShape());
    List<Integer> squeezed = given.stream().filter(dimension -> dimension != 1).toList();
    int next = 0;
    for (int i = 0; i < result.size(); i++) {
      if (result.get(i) != 1) {
        if (next == squeezed.size()) {
          return List.of();
        }
        result.set(i, squeezed.get(next++));
      }
    }
    return next == squeezed.size() && agree(input.rowShape(), result) ? result : List.of();
  }
}
