package dev.scorekeeper.benchmarks.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Values of several turns, by name. Not thread-safe. */
final class Turns {

  private final TreeMap<String, List<Double>> values = new TreeMap<>();

  void add(String name, double value) {
    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  Spread spread(String name) {
    List<Double> list = values.get(name);
    if (list == null) {
      throw new IllegalArgumentException("never measured: " + name);
    }
    return Spread.of(list.stream().mapToDouble(Double::doubleValue).toArray());
  }

  double median(String name) {
    return spread(name).median();
  }
}
