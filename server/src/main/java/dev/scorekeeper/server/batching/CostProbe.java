package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.batching.BatchingReport.CostPoint;
import dev.scorekeeper.server.scoring.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Measures how long runs take, by their number of rows. Blocks, for about a second at most. */
final class CostProbe {

  private static final int MOST_ROWS = 1024;
  private static final int MOST_REPEATS = 6;
  private static final long POINT_BUDGET_NANOS = 20_000_000;
  private static final int ROUNDS = 3;
  private static final long BUDGET_NANOS = 1_200_000_000;
  private static final long LONGEST_RUN_NANOS = 100_000_000;

  /** Beyond this times the least cost of a row, larger batches are not worth looking at. */
  private static final double CLEARLY_WORSE = 1.15;

  private CostProbe() {}

  /**
   * Measures runs of ever more rows until that is no longer worth it.
   *
   * @param plan whose limits hold: most rows, allowed sizes, memory
   * @return points ascending by rows and in time; empty when no run works
   */
  static List<CostPoint> measure(Trial trial, List<Sample> samples, SignaturePlan plan) {
    SortedMap<Integer, List<Long>> times = firstRound(trial, samples, plan);
    // Further rounds, since what else the machine does comes and goes.
    long spent = times.values().stream().mapToLong(CostProbe::sum).sum();
    for (int round = 1; round < ROUNDS && spent < BUDGET_NANOS; round++) {
      for (Map.Entry<Integer, List<Long>> entry : times.entrySet()) {
        try {
          List<Long> more = time(trial, samples, entry.getKey());
          entry.getValue().addAll(more);
          spent += sum(more);
        } catch (RunException e) {
          // It worked before: what was measured then stands.
          return points(times);
        }
      }
    }
    return points(times);
  }

  /** Measures runs of the first sample alone; empty when they do not work. */
  static List<CostPoint> measureOneRow(Trial trial, List<Sample> samples) {
    try {
      return List.of(new CostPoint(1, typical(time(trial, samples, 1)) / 1e3));
    } catch (RunException e) {
      return List.of();
    }
  }

  private static SortedMap<Integer, List<Long>> firstRound(
      Trial trial, List<Sample> samples, SignaturePlan plan) {
    SortedMap<Integer, List<Long>> times = new TreeMap<>();
    long spent = 0;
    double leastPerRow = Double.MAX_VALUE;
    int worse = 0;
    for (int rows : sizes(plan, samples)) {
      List<Long> measured;
      try {
        measured = time(trial, samples, rows);
      } catch (RunException e) {
        return times;
      }
      times.put(rows, measured);
      spent += sum(measured);
      long typical = typical(measured);
      double perRow = (double) typical / rows;
      worse = perRow > leastPerRow * CLEARLY_WORSE ? worse + 1 : 0;
      leastPerRow = Math.min(leastPerRow, perRow);
      if (typical > LONGEST_RUN_NANOS || spent > BUDGET_NANOS || worse == 3) {
        return times;
      }
    }
    return times;
  }

  private static List<Long> time(Trial trial, List<Sample> samples, int rows) throws RunException {
    return new ArrayList<>(trial.time(samples, rows, MOST_REPEATS, POINT_BUDGET_NANOS));
  }

  private static long sum(List<Long> times) {
    return times.stream().mapToLong(Long::longValue).sum();
  }

  private static List<CostPoint> points(SortedMap<Integer, List<Long>> times) {
    List<CostPoint> points = new ArrayList<>();
    times.forEach((rows, measured) -> points.add(new CostPoint(rows, typical(measured) / 1e3)));
    return withoutBumps(points);
  }

  /** Lower quartile: what else the machine does only ever makes a run longer. */
  private static long typical(List<Long> times) {
    return times.stream().sorted().toList().get(times.size() / 4);
  }

  /** Fewer rows do not take longer: where they seemed to, something else got in the way. */
  private static List<CostPoint> withoutBumps(List<CostPoint> points) {
    List<CostPoint> result = new ArrayList<>(points);
    for (int i = result.size() - 2; i >= 0; i--) {
      CostPoint point = result.get(i);
      double after = result.get(i + 1).micros();
      if (point.micros() > after) {
        result.set(i, new CostPoint(point.rows(), after));
      }
    }
    return result;
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
    // From two on where a row alone gets company: a run of one would never be seen again.
    int least = Math.min(most, plan.padded(1));
    List<Integer> powers =
        new ArrayList<>(
            IntStream.iterate(least, rows -> rows <= most, rows -> 2 * rows).boxed().toList());
    if (powers.get(powers.size() - 1) != most && plan.config().maxRows() > 0) {
      powers.add(most);
    }
    return powers;
  }
}
