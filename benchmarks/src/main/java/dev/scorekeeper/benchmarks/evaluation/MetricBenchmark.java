package dev.scorekeeper.benchmarks.evaluation;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.catalog.BuiltInMetrics;
import dev.scorekeeper.server.evaluation.spec.CallText;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does a row cost in each metric, of a binary output or of one with ten classes, in
 * time and in bytes allocated (which must be none)?
 *
 * <pre>
 *   ./scorekeeper bench MetricBenchmark -prof gc
 *   ./scorekeeper bench MetricBenchmark -prof gc -p metric=mse,log_loss -p classes=1
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MetricBenchmark {

  private static final int ROWS = 1024;

  /** Written as in a request. */
  @Param({"accuracy", "log_loss", "brier_score", "crossentropy", "roc_auc", "confusion_matrix"})
  String metric = "";

  @Param({"1", "10"})
  int classes;

  @Param({"false", "true"})
  boolean weighted;

  private final OutputRows rows = new OutputRows();
  private Accumulator state;

  /** Makes rows, and counts them once, so that tables have their size. */
  @Setup
  public void fill() throws SpecException {
    Random random = new Random(1);
    rows.count = ROWS;
    rows.predictionShape = new int[] {classes};
    rows.predictionWidth = classes;
    rows.predictions = new float[ROWS * classes];
    for (int i = 0; i < rows.predictions.length; i++) {
      rows.predictions[i] = (random.nextFloat() + 0.01f) / classes;
    }
    rows.labelShape = new int[0];
    rows.labelWidth = 1;
    rows.labels = random.ints(ROWS, 0, Math.max(2, classes)).asDoubleStream().toArray();
    rows.weightWidth = weighted ? 1 : 0;
    rows.weights = random.doubles(ROWS).toArray();
    MetricContext context =
        new MetricContext(
            "output",
            List.of(classes),
            List.of(),
            LabelEncoding.SPARSE,
            ScoreKind.PROBABILITY,
            0.5f,
            false,
            1,
            List.of(),
            weighted);
    state = BuiltInMetrics.catalog(List.of()).create(CallText.parse(metric), context).start();
    state.addAll(rows);
  }

  /** All rows once. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public Accumulator add() {
    state.addAll(rows);
    return state;
  }
}
