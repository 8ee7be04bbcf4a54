package dev.scorekeeper.server.evaluation.keras;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.function.Executable;

/**
 * How many golden cases of each group pass; written to the file that the system property {@code
 * scorekeeper.golden.table} names.
 */
final class GoldenTable {

  private static final Map<String, String> GROUPS =
      Map.of(
          "A", "model.evaluate",
          "B", "losses",
          "C", "metrics",
          "D", "scikit-learn");

  private final Map<String, Integer> passed = new TreeMap<>();
  private final Map<String, Integer> total = new TreeMap<>();

  /** Runs a case and counts it. */
  void count(String id, Executable test) throws Throwable {
    String group = id.substring(0, 1);
    total.merge(group, 1, Integer::sum);
    test.execute();
    passed.merge(group, 1, Integer::sum);
  }

  void write() {
    String file = System.getProperty("scorekeeper.golden.table");
    if (file == null) {
      return;
    }
    StringBuilder text = new StringBuilder("group,what,passed,total\n");
    total.forEach(
        (group, count) ->
            text.append(
                "%s,%s,%d,%d%n"
                    .formatted(
                        group,
                        GROUPS.getOrDefault(group, ""),
                        passed.getOrDefault(group, 0),
                        count)));
    try {
      Files.writeString(Path.of(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
