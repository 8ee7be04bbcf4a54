package dev.scorekeeper.server.stats;

import dev.scorekeeper.server.scoring.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The numbers of the server at one moment.
 *
 * @param time when they were read
 * @param models in order of name and version
 * @param refused requests refused before they reached a model, by reason
 * @param inFlightRows rows admitted and not yet answered
 * @param inFlightBytes payload bytes admitted and not yet answered
 * @param inFlightRequests requests admitted and not yet answered
 * @param evaluations labelled rows through models
 */
public record ServerCounts(
    Instant startTime,
    Instant time,
    List<ModelCounts> models,
    Map<Reason, Long> refused,
    long inFlightRows,
    long inFlightBytes,
    long inFlightRequests,
    EvaluationCounts evaluations) {

  public ServerCounts {
    models = List.copyOf(models);
    refused = Map.copyOf(refused);
  }
}
