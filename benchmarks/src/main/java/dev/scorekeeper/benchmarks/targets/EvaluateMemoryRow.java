package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.wire.ProcessUse;
import dev.scorekeeper.v1.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Question: can ten million rows, all different, be evaluated in a heap of 512 MB, and does the
 * server's memory stay where it was?
 *
 * <p>Growth is counted from after a first evaluation to the greatest size seen while another goes
 * on.
 */
final class EvaluateMemoryRow implements Row {

  private static final long ROWS = 10_000_000;
  private static final double MEBIBYTE = 1 << 20;

  /** All of the heap is resident from the start, so that what grows is something else. */
  private static final Map<String, String> HEAP =
      Map.of("SCOREKEEPER_JAVA_OPTS", "-Xms512m -Xmx512m -XX:+AlwaysPreTouch");

  private final LabelledData data = LabelledData.perfMlp().ofFreshRows();

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    Path models = lab.scratch().resolve("evaluate-memory");
    ModelFolder.copy(
        Path.of("benchmarks", "models", "perf_mlp", "1"), models.resolve("perf_mlp").resolve("1"));
    Turns turns = new Turns();
    try (Server server = lab.start(Lab.SERVER_CORE, models, HEAP)) {
      for (int turn = -1; turn < lab.turns(); turn++) {
        lab.progress("ten million rows in 512 MB, turn " + (turn + 1));
        evaluate(server, turns, turn >= 0);
      }
    }
    return List.of(
        new Figure(
            "evaluate_memory",
            "perf_mlp, 10 million rows, 512 MB of heap: memory grown, MiB",
            Bound.atMost(32),
            turns.spread("grown"),
            String.format(
                Locale.ROOT,
                "resident %,.0f MiB at most; %,.0f rows/s",
                turns.median("most"),
                turns.median("rows"))));
  }

  private void evaluate(Server server, Turns turns, boolean counts) throws Exception {
    long messages = ROWS / data.messageRows() + 1;
    long before = ProcessUse.residentBytes(server.pid());
    long most = before;
    long start = System.nanoTime();
    try (LabelledStream stream = LabelledStream.start(server.port(), data, messages)) {
      while (!stream.isDone()) {
        TimeUnit.MILLISECONDS.sleep(100);
        most = Math.max(most, ProcessUse.residentBytes(server.pid()));
      }
      check(stream.await(), messages * data.messageRows());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (counts) {
      turns.add("grown", (most - before) / MEBIBYTE);
      turns.add("most", most / MEBIBYTE);
      turns.add("rows", messages * data.messageRows() / seconds);
    }
  }

  private static void check(Evaluation evaluation, long rows) throws IOException {
    if (evaluation.getDataset().getRowCount() != rows) {
      throw new IOException(
          "of %d rows %d were evaluated".formatted(rows, evaluation.getDataset().getRowCount()));
    }
  }
}
