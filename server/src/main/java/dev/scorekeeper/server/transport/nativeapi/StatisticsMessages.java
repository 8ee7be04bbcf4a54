package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.stats.EvaluationCounts;
import dev.scorekeeper.server.stats.ModelCounts;
import dev.scorekeeper.server.stats.ServerCounts;
import dev.scorekeeper.v1.EvaluationStatistics;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ModelStatistics;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Messages that tell about counts. */
final class StatisticsMessages {

  private StatisticsMessages() {}

  static GetStatisticsResponse statistics(ServerCounts counts) {
    GetStatisticsResponse.Builder response =
        GetStatisticsResponse.newBuilder()
            .setTime(ModelMessages.timestamp(counts.time()))
            .setStartTime(ModelMessages.timestamp(counts.startTime()))
            .putAllRefusedCounts(byName(counts.refused()))
            .setInFlightRowCount(counts.inFlightRows())
            .setInFlightByteCount(counts.inFlightBytes())
            .setInFlightRequestCount(counts.inFlightRequests())
            .setEvaluations(evaluations(counts.evaluations()));
    for (ModelCounts model : counts.models()) {
      response.addModels(model(model));
    }
    return response.build();
  }

  private static EvaluationStatistics evaluations(EvaluationCounts counts) {
    return EvaluationStatistics.newBuilder()
        .setStartedCount(counts.started())
        .setCompletedCount(counts.completed())
        .putAllFailedCounts(byName(counts.failed()))
        .setRowCount(counts.rows())
        .setDuration(ModelMessages.duration(Duration.ofNanos(counts.time().sumNanos())))
        .build();
  }

  private static ModelStatistics model(ModelCounts counts) {
    return ModelStatistics.newBuilder()
        .setName(counts.id().name())
        .setVersion(counts.id().version())
        .setSucceededCount(counts.succeeded())
        .putAllFailedCounts(byName(counts.failed()))
        .setRowCount(counts.rows())
        .setRunCount(counts.runs())
        .putAllBatchRowsCounts(counts.batchRows())
        .setQueueDuration(ModelMessages.duration(Duration.ofNanos(counts.queueTime().sumNanos())))
        .setRunDuration(ModelMessages.duration(Duration.ofNanos(counts.runTime().sumNanos())))
        .setQueuedRowCount(counts.queuedRows())
        .build();
  }

  private static Map<String, Long> byName(Map<Reason, Long> counts) {
    Map<String, Long> result = new TreeMap<>();
    counts.forEach((reason, count) -> result.put(reason.name(), count));
    return result;
  }
}
