package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.batching.BatchingReport.CostPoint;
import dev.scorekeeper.server.scoring.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Measures how long runs take, by their number of rows. Blocks, for about a second at most. */
final class CostProbe {

  private static final int MOST_ROWS = 1024;
  private static final int MOST_REPEATS = 15;
  private static final long POINT_BUDGET_NANOS = 60_000_000;
  private static final long BUDGET_NANOS = 1_200_000_000;
  private static final long LONGEST_RUN_NANOS = 100_000_000;

  /** Beyond this times the least cost of a row, larger batches are not worth looking at. */
  private static final double CLEARLY_WORSE = 1.15;

  private CostProbe() {}

  /**
   * Measures runs of ever more rows until that is no longer worth it.
   *
   * @param plan whose limits hold: most rows, allowed sizes, memory
   * @return points ascending by rows; empty when no run works
   */
  static List<CostPoint> measure(Trial trial, List<Sample> samples, SignaturePlan plan) {
    List<CostPoint> points = new ArrayList<>();
    long spent = 0;
    double leastPerRow = Double.MAX_VALUE;
    int worse = 0;
    for (int rows : sizes(plan, samples)) {
      long median;
      try {
        List<Long> times = trial.time(samples, rows, MOST_REPEATS, POINT_BUDGET_NANOS);
        spent += times.stream().mapToLong(Long::longValue).sum();
        median = times.stream().sorted().toList().get(times.size() / 2);
      } catch (RunException e) {
        break;
      }
      points.add(new CostPoint(rows, median / 1e3));
      double perRow = (double) median / rows;
      worse = perRow > leastPerRow * CLEARLY_WORSE ? worse + 1 : 0;
      leastPerRow = Math.min(leastPerRow, perRow);
      if (median > LONGEST_RUN_NANOS || spent > BUDGET_NANOS || worse == 2) {
        break;
      }
    }
    return points;
  }

  private static List<Integer> sizes(SignaturePlan plan, List<Sample> samples) {
    int most =
        Math.min(
            plan.mostRowsInMemory(samples.get(0).layout()),
            plan.config().maxRows() > 0 ? plan.config().maxRows() : MOST_ROWS);
    List<Integer> allowed = plan.config().allowedRows();
    if (plan.verdict().independent() && !allowed.isEmpty()) {
      List<Integer> fitting = allowed.stream().filter(rows -> rows <= most).toList();
      return fitting.isEmpty() ? allowed.subList(0, 1) : fitting;
    }
    List<Integer> powers =
        new ArrayList<>(
            IntStream.iterate(1, rows -> rows <= most, rows -> 2 * rows).boxed().toList());
    if (powers.get(powers.size() - 1) != most && plan.config().maxRows() > 0) {
      powers.add(most);
    }
    return powers;
  }
}
