package dev.scorekeeper.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the CSV that JMH writes: a row for each benchmark, and one for each of a profiler's. */
final class JmhCsv {

  private static final String ALLOCATION = "gc.alloc.rate.norm";
  private static final String PARAMETER = "Param: ";

  private JmhCsv() {}

  /**
   * The benchmarks of a file, in its order; a throughput is turned into the time of an operation.
   * Those without a finite score, which failed, are left out.
   */
  static List<Sample> read(List<String> lines) {
    if (lines.isEmpty()) {
      return List.of();
    }
    List<String> head = cells(lines.get(0));
    Map<String, Sample> samples = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      Map<String, String> row = row(head, cells(line));
      String full = row.getOrDefault("Benchmark", "");
      int colon = full.indexOf(':');
      String name = shortName(colon < 0 ? full : full.substring(0, colon)) + parameters(row);
      double score = Double.parseDouble(row.getOrDefault("Score", "NaN"));
      if (colon < 0) {
        add(samples, name, score, row.getOrDefault("Unit", ""));
      } else if (full.endsWith(ALLOCATION)) {
        samples.computeIfPresent(
            name, (key, sample) -> new Sample(name, sample.time(), sample.unit(), score));
      }
    }
    return List.copyOf(samples.values());
  }

  private static void add(Map<String, Sample> samples, String name, double score, String unit) {
    if (!(score > 0) || Double.isInfinite(score)) {
      return;
    }
    if (unit.startsWith("ops/")) {
      samples.put(name, new Sample(name, 1 / score, unit.substring("ops/".length()) + "/op", 0));
    } else {
      samples.put(name, new Sample(name, score, unit, 0));
    }
  }

  private static Map<String, String> row(List<String> head, List<String> cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(head.size(), cells.size()); i++) {
      row.put(head.get(i), cells.get(i));
    }
    return row;
  }

  /** Class and method, without the package. */
  private static String shortName(String full) {
    int method = full.lastIndexOf('.');
    return full.substring(full.lastIndexOf('.', method - 1) + 1);
  }

  private static String parameters(Map<String, String> row) {
    List<String> parameters = new ArrayList<>();
    row.forEach(
        (column, value) -> {
          if (column.startsWith(PARAMETER) && !value.isEmpty()) {
            parameters.add(column.substring(PARAMETER.length()) + "=" + value);
          }
        });
    String threads = row.getOrDefault("Threads", "1");
    if (!threads.equals("1")) {
      parameters.add("threads=" + threads);
    }
    return parameters.isEmpty() ? "" : " " + String.join(" ", parameters);
  }

  /** The cells of a line; quotes are doubled within quotes (RFC 4180). */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
