package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.wire.ProcessUse;
import dev.scorekeeper.v1.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Question: how much of the bare forward pass's speed is left when labelled rows are streamed to
 * Evaluate, with accuracy, log loss, exact ROC AUC (one class against the rest) and the confusion
 * matrix?
 *
 * <p>The server has one core, the client the other. The bare run is of as many rows as the
 * evaluation's.
 */
final class EvaluateRow implements Row {

  private static final double MEBIBYTE = 1 << 20;
  private static final long LEAST_MESSAGES = 64;
  private static final int WARM_EVALUATIONS = 15;

  private final LabelledData data;
  private final Path folder;
  private final double bound;

  private EvaluateRow(LabelledData data, Path folder, double bound) {
    this.data = data;
    this.folder = folder;
    this.bound = bound;
  }

  static EvaluateRow digits() {
    return new EvaluateRow(LabelledData.digits(), Path.of("server", "models", "digits", "1"), 0.85);
  }

  static EvaluateRow perfMlp() {
    return new EvaluateRow(
        LabelledData.perfMlp(), Path.of("benchmarks", "models", "perf_mlp", "1"), 0.35);
  }

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    String model = data.model();
    Path models = lab.scratch().resolve("evaluate-" + model);
    ModelFolder.copy(folder, models.resolve(model).resolve("1"));
    Turns turns = new Turns();
    int computeRows = 0;
    try (Server server = lab.start(Lab.SERVER_CORE, models);
        Bare bare = lab.bare(models)) {
      long messages = warm(server);
      for (int turn = -1; turn < lab.turns(); turn++) {
        lab.progress("evaluating %s, turn %d".formatted(model, turn + 1));
        // Before and after, and as long: a shared machine is not as fast at all times.
        double run = computeRows == 0 ? 0 : bareMicrosPerRow(lab, bare, computeRows) / 2;
        long before = ProcessUse.residentBytes(server.pid());
        long cpuBefore = ProcessUse.cpuNanos(server.pid());
        long start = System.nanoTime();
        Evaluation evaluation = LabelledStream.run(server.port(), data, messages);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (ProcessUse.cpuNanos(server.pid()) - cpuBefore) / 1e9;
        computeRows = evaluation.getEnvironment().getComputeRows();
        run += bareMicrosPerRow(lab, bare, computeRows) / 2;
        double perSecond = messages * data.messageRows() / seconds;
        if (turn >= 0) { // the one before tells how many rows a run has
          turns.add("ratio", perSecond * run / 1e6);
          turns.add("rows", perSecond);
          turns.add("run", run);
          turns.add("busy", cpuSeconds / seconds);
          turns.add("grown", (ProcessUse.residentBytes(server.pid()) - before) / MEBIBYTE);
        }
        messages = asMany(messages, lab.seconds() / seconds);
      }
    }
    return figures(turns, computeRows);
  }

  /**
   * Evaluates until nothing is left to compile.
   *
   * @return messages of an evaluation of a second
   */
  private long warm(Server server) throws Exception {
    AtomicLong messages = new AtomicLong(LEAST_MESSAGES);
    Settling.settle(
        server,
        WARM_EVALUATIONS,
        () -> {
          long start = System.nanoTime();
          LabelledStream.run(server.port(), data, messages.get());
          messages.set(asMany(messages.get(), 1e9 / (System.nanoTime() - start)));
        });
    return messages.get();
  }

  private static long asMany(long messages, double factor) {
    return Math.max(LEAST_MESSAGES, (long) (factor * messages));
  }

  private double bareMicrosPerRow(Lab lab, Bare bare, int computeRows) throws IOException {
    int millis = (int) (lab.seconds() * 500);
    return bare.microsPerRun(data.model(), computeRows, millis) / computeRows;
  }

  private List<Figure> figures(Turns turns, int computeRows) {
    String model = data.model();
    return List.of(
        new Figure(
            "evaluate_" + model,
            model + ", Evaluate: rows/s against the bare run",
            Bound.atLeast(bound),
            turns.spread("ratio"),
            String.format(
                Locale.ROOT,
                "%,.0f rows/s, server busy %.0f %%; the bare run takes %.3f us a row at %d rows;"
                    + " resident memory grew %.0f MiB",
                turns.median("rows"),
                100 * turns.median("busy"),
                turns.median("run"),
                computeRows,
                turns.median("grown"))));
  }
}
