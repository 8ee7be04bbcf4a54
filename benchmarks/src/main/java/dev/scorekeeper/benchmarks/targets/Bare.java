package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.server.runtime.TensorFlowRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A process of {@link BareRun}. Its owner closes it. */
final class Bare implements AutoCloseable {

  private static final int MOST_ROWS = 256;
  private static final int SEARCH_MILLIS = 150;

  private final Child child;
  private final Map<String, Integer> best = new HashMap<>();

  /**
   * @param settings {@code key.path=value} pairs, of which those about the runtime count
   */
  Bare(String cores, Path models, Path scratch, List<String> settings) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(models.toString()));
    arguments.addAll(settings);
    child =
        Child.startJava(
            cores,
            scratch.resolve("bare.log"),
            BareRun.class,
            arguments,
            settings.contains("runtime.onednn=false")
                ? Map.of(TensorFlowRuntime.ONEDNN_VARIABLE, "0")
                : Map.of());
  }

  /** CPU time of a run of so many rows in microseconds. */
  double microsPerRun(String model, int rows, int millis) throws IOException {
    child.tell(model + " " + rows + " " + millis);
    return Double.parseDouble(child.line()) / 1e3;
  }

  /** CPU time of a row at the batch at which a row costs least. */
  double microsPerRow(String model, int millis) throws IOException {
    int rows = bestRows(model);
    return microsPerRun(model, rows, millis) / rows;
  }

  /** The power of two up to {@value #MOST_ROWS} at which a row costs least; looked for once. */
  int bestRows(String model) throws IOException {
    Integer known = best.get(model);
    if (known != null) {
      return known;
    }
    int bestRows = 1;
    double least = Double.MAX_VALUE;
    for (int rows = 1; rows <= MOST_ROWS; rows *= 2) {
      double perRow = microsPerRun(model, rows, SEARCH_MILLIS) / rows;
      if (perRow < least) {
        least = perRow;
        bestRows = rows;
      }
    }
    best.put(model, bestRows);
    return bestRows;
  }

  @Override
  public void close() {
    child.close();
  }
}
