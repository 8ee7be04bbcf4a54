package dev.scorekeeper.server.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Parameters of a metric with their values: defaults filled in, types checked.
 *
 * <p>Values are {@link Boolean}, {@link Long}, {@link Double}, {@link String} or a {@link List} of
 * such; what is None is absent. Immutable.
 */
public final class Arguments {

  private final SortedMap<String, Object> values;

  public Arguments(Map<String, Object> values) {
    this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** In order of their names. */
  public SortedMap<String, Object> values() {
    return values;
  }

  /** Whether it is not None. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  public boolean flag(String name) {
    return (Boolean) get(name);
  }

  public int integer(String name) {
    return Math.toIntExact((Long) get(name));
  }

  public double number(String name) {
    return ((Number) get(name)).doubleValue();
  }

  public String text(String name) {
    return (String) get(name);
  }

  /** The numbers of a list, or the only one. */
  public double[] numbers(String name) {
    Object value = get(name);
    if (value instanceof List<?> list) {
      return list.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    }
    return new double[] {((Number) value).doubleValue()};
  }

  /** The rows of a list of lists. */
  public double[][] matrix(String name) {
    return ((List<?>) get(name))
        .stream()
            .map(
                row ->
                    ((List<?>) row).stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray())
            .toArray(double[][]::new);
  }

  private Object get(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    return value;
  }
}
