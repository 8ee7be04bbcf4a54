package dev.scorekeeper.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Duration;
import com.google.protobuf.util.Timestamps;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ModelStatistics;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two readings of a server's counts.
 *
 * <p>Where the server was restarted between them, all counts of the second reading are new.
 */
record StatusChange(GetStatisticsResponse before, GetStatisticsResponse now) {
  StatusChange {
    if (!before.getStartTime().equals(now.getStartTime())) {
      before = GetStatisticsResponse.newBuilder().setTime(now.getStartTime()).build();
    }
  }

  /** Seconds between the readings, above 0. */
  double seconds() {
    long nanos = nanos(now) - nanos(before);
    return Math.max(nanos, 1) / 1e9;
  }

  private static long nanos(GetStatisticsResponse reading) {
    return Timestamps.toNanos(reading.getTime());
  }

  /** Seconds since the server started. */
  double uptimeSeconds() {
    long seconds = now.getTime().getSeconds() - now.getStartTime().getSeconds();
    return Math.max(0, seconds);
  }

  /** What happened to one model version between the readings. */
  record Model(ModelStatistics before, ModelStatistics now) {
    long requests() {
      return now.getSucceededCount() - before.getSucceededCount();
    }

    long rows() {
      return now.getRowCount() - before.getRowCount();
    }

    long runs() {
      return now.getRunCount() - before.getRunCount();
    }

    /** Rows a run; NaN without runs. */
    double meanBatch() {
      return (double) rows() / runs();
    }

    /** Mean time from arrival to the run, in microseconds; NaN without requests. */
    double meanQueueMicros() {
      return micros(before.getQueueDuration(), now.getQueueDuration()) / requests();
    }

    /** Mean time of a run, in microseconds; NaN without runs. */
    double meanRunMicros() {
      return micros(before.getRunDuration(), now.getRunDuration()) / runs();
    }

    long failures() {
      return sum(now.getFailedCountsMap()) - sum(before.getFailedCountsMap());
    }

    private static double micros(Duration before, Duration now) {
      double difference = ModelsText.micros(now) - ModelsText.micros(before);
      return difference == 0 ? Double.NaN : difference;
    }
  }

  /** A model version with its earlier reading, all zero when it is new. */
  Model model(ModelStatistics current) {
    for (ModelStatistics earlier : before.getModelsList()) {
      if (earlier.getName().equals(current.getName())
          && earlier.getVersion() == current.getVersion()) {
        return new Model(earlier, current);
      }
    }
    return new Model(ModelStatistics.getDefaultInstance(), current);
  }

  /** Refusals since the server started, by reason, failures of the models included. */
  Map<String, Long> refusals() {
    Map<String, Long> refusals = new TreeMap<>(now.getRefusedCountsMap());
    for (ModelStatistics model : now.getModelsList()) {
      model
          .getFailedCountsMap()
          .forEach((reason, count) -> refusals.merge(reason, count, Long::sum));
    }
    return refusals;
  }

  /** Those of the refusals that came between the readings. */
  long newRefusals(String reason) {
    return refusals().getOrDefault(reason, 0L)
        - new StatusChange(before, before).refusals().getOrDefault(reason, 0L);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The second reading with the seconds between the two and the rates, on one line. */
  String toJson() {
    JsonObject json = JsonParser.parseString(Json.printLine(now)).getAsJsonObject();
    long requests = 0;
    long rows = 0;
    for (ModelStatistics current : now.getModelsList()) {
      requests += model(current).requests();
      rows += model(current).rows();
    }
    json.addProperty("interval_seconds", seconds());
    json.addProperty("requests_per_second", requests / seconds());
    json.addProperty("rows_per_second", rows / seconds());
    return json.toString();
  }
}
