package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertWithMessage;

import com.sun.management.ThreadMXBean;
import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.loss.LossCatalog;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput.Extras;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No metric allocates for a row, once its tables have the size that the rows need. */
final class NoAllocationTest {

  private static final int ROWS = 200;

  /** Interpreted code allocates where compiled code does not, so a pass more than enough. */
  private static final int PASSES = 5;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void add_rowsSeenBefore_allocatesNothing() {
    List<String> guilty = new ArrayList<>();
    MetricCatalog metrics = BuiltInMetrics.catalog(List.of());
    for (ExampleOutput output : ExampleOutput.ALL) {
      for (Extras extras : Extras.values()) {
        OutputRows rows = output.rows(new Random(1), ROWS, extras);
        MetricContext context = output.context(extras);
        for (MetricFactory factory : metrics.factories()) {
          check(metrics, factory.id(), context, rows, guilty);
        }
        for (MetricFactory factory : LossCatalog.catalog().factories()) {
          check(LossCatalog.catalog(), factory.id(), context, rows, guilty);
        }
      }
    }

    assertWithMessage("bytes for a row").that(guilty).isEmpty();
  }

  private static void check(
      MetricCatalog catalog,
      String id,
      MetricContext context,
      OutputRows rows,
      List<String> guilty) {
    Metric metric;
    try {
      metric = catalog.create(CallText.parse(id + "()"), context);
    } catch (SpecException e) {
      return; // Does not suit this output.
    }
    Accumulator state = metric.start();
    long bytes = Long.MAX_VALUE;
    for (int pass = 0; pass < PASSES; pass++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int row = 0; row < rows.count; row++) {
        state.add(rows, row, 1);
      }
      bytes = Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    if (bytes > ROWS) {
      guilty.add(id + ": " + (double) bytes / ROWS + " for " + context.predictionShape());
    }
  }
}
