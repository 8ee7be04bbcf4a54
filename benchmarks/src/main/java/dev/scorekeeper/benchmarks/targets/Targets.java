package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.PerfModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Question: does the server cost no more than gRPC needs to move the bytes plus what TensorFlow
 * needs to multiply them?
 */
public final class Targets {

  private Targets() {}

  public static void main(String[] args) throws Exception {
    Path scratch = Files.createTempDirectory("scorekeeper-targets");
    int turns = Integer.parseInt(option(args, "--turns", "5"));
    double seconds = Double.parseDouble(option(args, "--seconds", "3"));
    List<String> only = List.of(option(args, "--only", "").split(",", -1));
    Map<String, Row> rows = rows();
    List<Figure> figures = new ArrayList<>();
    try (Lab lab = new Lab(turns, seconds, scratch)) {
      for (Map.Entry<String, Row> row : rows.entrySet()) {
        if (only.contains("") || only.contains(row.getKey())) {
          List<Figure> measured = row.getValue().measure(lab);
          measured.forEach(System.out::println);
          figures.addAll(measured);
        }
      }
      long missed = figures.stream().filter(figure -> !figure.isMet()).count();
      System.out.printf("%d of %d missed%n", missed, figures.size());
    }
  }

  private static Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (PerfModels model : PerfModels.values()) {
      rows.put(model.model(), new UnaryRow(model));
    }
    rows.put("stream", new StreamRow());
    rows.put("many_rows", new ManyRowsRow());
    rows.put("cores", new CoresRow());
    rows.put("latency", new LatencyRow());
    rows.put("heap", new HeapRow());
    rows.put("overload_cnn", new OverloadRow(PerfModels.PERF_CNN));
    rows.put("overload_mlp", new OverloadRow(PerfModels.PERF_MLP));
    rows.put("first_second", new FirstSecondRow());
    rows.put("connections", new ConnectionsRow());
    rows.put("versions", ManyModelsRow.versions(64));
    rows.put("models", ManyModelsRow.models(500));
    return rows;
  }

  private static String option(String[] args, String name, String otherwise) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals(name)) {
        return args[i + 1];
      }
    }
    return otherwise;
  }
}
