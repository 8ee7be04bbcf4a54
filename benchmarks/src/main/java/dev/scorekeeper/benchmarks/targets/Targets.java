package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.PerfModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Question: does the server cost no more than gRPC needs to move the bytes plus what TensorFlow
 * needs to multiply them?
 *
 * <p>Prints each line of the table as soon as it is measured. Exit code 0 when every target is met,
 * 1 when one is missed, 2 when misused. Servers run on core 0 (some rows ask for both cores); run
 * it on core 1 of an otherwise idle Linux machine, after a build:
 *
 * <pre>
 *   taskset -c 1 ./scorekeeper bench targets [--only ROW,ROW] [--turns 5] [--seconds 3] [--json FILE]
 *       [--set runtime.onednn=false]
 * </pre>
 */
public final class Targets {

  private static final int MISUSED = 2;

  private Targets() {}

  public static void main(String[] args) throws Exception {
    if (List.of(args).contains("--help")) {
      System.out.println(usage());
      return;
    }
    TargetOptions options;
    Map<String, Row> rows;
    try {
      options = TargetOptions.parse(args);
      rows = chosen(options.only());
    } catch (IllegalArgumentException e) {
      System.err.println("scorekeeper bench targets: " + e.getMessage() + "\n" + usage());
      System.exit(MISUSED);
      return;
    }
    List<Figure> figures = measure(options, rows);
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), FiguresJson.of(figures));
    }
    long missed = figures.stream().filter(figure -> !figure.isMet()).count();
    System.out.println(missed == 0 ? "All met." : missed + " missed.");
    System.exit(missed == 0 ? 0 : 1);
  }

  private static String usage() {
    return "Usage: scorekeeper bench targets [--only ROW,ROW] [--turns 5] [--seconds 3] [--json FILE]"
        + " [--set KEY=VALUE]\n"
        + "Rows: "
        + String.join(", ", rows().keySet());
  }

  private static List<Figure> measure(TargetOptions options, Map<String, Row> rows)
      throws Exception {
    Path scratch = Files.createTempDirectory("scorekeeper-targets");
    List<Figure> figures = new ArrayList<>();
    try (Lab lab = new Lab(options.turns(), options.seconds(), scratch, options.settings())) {
      for (Row row : rows.values()) {
        List<Figure> measured = row.measure(lab);
        measured.forEach(System.out::println);
        figures.addAll(measured);
      }
    } finally {
      delete(scratch);
    }
    return figures;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /**
   * @param only names of rows; all when there are none
   */
  private static Map<String, Row> chosen(List<String> only) {
    Map<String, Row> all = rows();
    if (only.isEmpty()) {
      return all;
    }
    Map<String, Row> chosen = new LinkedHashMap<>();
    for (String name : only) {
      Row row = all.get(name);
      if (row == null) {
        throw new IllegalArgumentException("there is no row '" + name + "'");
      }
      chosen.put(name, row);
    }
    return chosen;
  }

  private static Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (PerfModels model : PerfModels.values()) {
      rows.put(model.model(), new UnaryRow(model));
    }
    rows.put("copying_ceiling", new CopyingCeilingRow());
    rows.put("stream", new StreamRow());
    rows.put("many_rows", new ManyRowsRow());
    rows.put("cores", new CoresRow());
    rows.put("latency", new LatencyRow());
    rows.put("heap", new HeapRow());
    rows.put("overload_cnn", new OverloadRow(PerfModels.PERF_CNN));
    rows.put("overload_mlp", new OverloadRow(PerfModels.PERF_MLP));
    rows.put("first_second", new FirstSecondRow());
    rows.put("evaluate_digits", EvaluateRow.digits());
    rows.put("evaluate_mlp", EvaluateRow.perfMlp());
    rows.put("evaluate_memory", new EvaluateMemoryRow());
    rows.put("beside_mlp", new BesideEvaluationRow(PerfModels.PERF_MLP));
    rows.put("beside_cnn", new BesideEvaluationRow(PerfModels.PERF_CNN));
    rows.put("connections", new ConnectionsRow());
    rows.put("versions", ManyModelsRow.versions(64));
    rows.put("models", ManyModelsRow.models(500));
    return rows;
  }
}
