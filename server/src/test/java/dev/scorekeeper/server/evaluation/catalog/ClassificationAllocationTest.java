package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.sun.management.ThreadMXBean;
import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.classification.ClassificationMetrics;
import dev.scorekeeper.server.evaluation.curve.CurveMetrics;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput.Extras;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Metrics of decisions and thresholds allocate nothing for rows, once their tables have grown. */
final class ClassificationAllocationTest {

  private static final int ROWS = 200;
  private static final int ROUNDS = 200;

  /** Tables, and the space to sort in, have their size after the second. */
  private static final int PASSES = 4;

  /** Bytes that counting may leave behind by itself, compiling among it. */
  private static final long SLACK = ROWS * ROUNDS / 4;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void add_rowsThatOccurredBefore_allocatesNothing() {
    List<MetricFactory> factories = new ArrayList<>(ClassificationMetrics.factories());
    factories.addAll(CurveMetrics.factories());
    int checked = 0;
    for (MetricFactory factory : factories) {
      // Those over queries keep every row.
      boolean queries = factory.id().startsWith("mean_") || factory.id().equals("ndcg");
      for (ExampleOutput output : queries ? List.<ExampleOutput>of() : ExampleOutput.ALL) {
        for (Extras extras : Extras.values()) {
          checked += check(factory.id() + "()", output, extras) ? 1 : 0;
        }
      }
    }
    assertThat(checked).isAtLeast(200);
  }

  private static boolean check(String metric, ExampleOutput output, Extras extras) {
    Accumulator accumulator;
    try {
      accumulator =
          BuiltInMetrics.catalog(List.of())
              .create(CallText.parse(metric), output.context(extras))
              .start();
    } catch (SpecException e) {
      return false;
    }
    OutputRows rows = output.rows(new Random(3), ROWS, extras);
    long allocated = Long.MAX_VALUE;
    for (int pass = 0; pass < PASSES; pass++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      rounds(accumulator, rows);
      allocated = Math.min(allocated, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertWithMessage("bytes for %s rows of %s, %s with %s", ROWS * ROUNDS, metric, output, extras)
        .that(allocated)
        .isLessThan(SLACK);
    return true;
  }

  private static void rounds(Accumulator accumulator, OutputRows rows) {
    for (int round = 0; round < ROUNDS; round++) {
      for (int row = 0; row < rows.count; row++) {
        accumulator.add(rows, row, 1);
      }
    }
  }
}
