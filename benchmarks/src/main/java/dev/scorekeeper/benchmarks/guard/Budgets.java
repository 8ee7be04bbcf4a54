package dev.scorekeeper.benchmarks.guard;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What each measured quantity may be at most, by its name. Immutable. */
final class Budgets {

  /** The file in the repository, seen from its top. */
  static final Path FILE = Path.of("benchmarks", "guard.properties");

  private final Map<String, Double> limits;

  Budgets(Map<String, Double> limits) {
    this.limits = Map.copyOf(limits);
  }

  /**
   * Reads a properties file.
   *
   * @throws IllegalArgumentException for a limit that is not a positive number
   */
  static Budgets read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, Double> limits = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      limits.put(name, limit(name, properties.getProperty(name)));
    }
    return new Budgets(limits);
  }

  private static double limit(String name, String text) {
    try {
      double limit = Double.parseDouble(text.strip());
      if (limit > 0 && Double.isFinite(limit)) {
        return limit;
      }
      throw new IllegalArgumentException("budget %s is %s, not positive".formatted(name, text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("budget %s is no number: %s".formatted(name, text), e);
    }
  }

  /**
   * Holds a measured value against its budget.
   *
   * @throws IllegalArgumentException when there is none
   */
  Check check(String name, double measured) {
    Double limit = limits.get(name);
    if (limit == null) {
      throw new IllegalArgumentException(
          "there is no budget %s in %s; there are %s".formatted(name, FILE, names()));
    }
    return new Check(name, measured, limit);
  }

  /** Names of all budgets, in order. */
  Set<String> names() {
    return new TreeSet<>(limits.keySet());
  }
}
