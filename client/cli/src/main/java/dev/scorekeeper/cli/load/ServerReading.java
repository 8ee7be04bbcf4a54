package dev.scorekeeper.cli.load;

import com.google.protobuf.util.Durations;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ModelStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Two readings of a server's counts, taken at the two ends of the measured time. */
record ServerReading(GetStatisticsResponse before, GetStatisticsResponse after) {

  /** What happened between them to a model, all its versions together. */
  ServerSplit split(String model) {
    ModelCounts then = ModelCounts.of(before, model);
    ModelCounts now = ModelCounts.of(after, model);
    long requests = now.requests - then.requests;
    long runs = now.runs - then.runs;
    return new ServerSplit(
        requests,
        now.rows - then.rows,
        runs,
        mean(now.queueMicros - then.queueMicros, requests),
        mean(now.runMicros - then.runMicros, runs),
        difference(then.batches, now.batches),
        difference(then.refusals, now.refusals));
  }

  private static double mean(double sum, long count) {
    return count == 0 ? Double.NaN : sum / count;
  }

  private static <K extends Comparable<K>> Map<K, Long> difference(
      Map<K, Long> before, Map<K, Long> after) {
    Map<K, Long> difference = new TreeMap<>();
    after.forEach(
        (key, count) -> {
          long more = count - before.getOrDefault(key, 0L);
          if (more > 0) {
            difference.put(key, more);
          }
        });
    return difference;
  }

  private record ModelCounts(
      long requests,
      long rows,
      long runs,
      double queueMicros,
      double runMicros,
      Map<Integer, Long> batches,
      Map<String, Long> refusals) {

    static ModelCounts of(GetStatisticsResponse reading, String model) {
      Map<Integer, Long> batches = new TreeMap<>();
      Map<String, Long> refusals = new TreeMap<>(reading.getRefusedCountsMap());
      List<ModelStatistics> versions = new ArrayList<>();
      for (ModelStatistics version : reading.getModelsList()) {
        if (version.getName().equals(model)) {
          versions.add(version);
          version.getBatchRowsCountsMap().forEach((rows, n) -> batches.merge(rows, n, Long::sum));
          version.getFailedCountsMap().forEach((why, n) -> refusals.merge(why, n, Long::sum));
        }
      }
      return new ModelCounts(
          versions.stream().mapToLong(ModelStatistics::getSucceededCount).sum(),
          versions.stream().mapToLong(ModelStatistics::getRowCount).sum(),
          versions.stream().mapToLong(ModelStatistics::getRunCount).sum(),
          versions.stream().mapToDouble(v -> Durations.toNanos(v.getQueueDuration()) / 1e3).sum(),
          versions.stream().mapToDouble(v -> Durations.toNanos(v.getRunDuration()) / 1e3).sum(),
          batches,
          refusals);
    }
  }
}
