package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.spec.Canonical;
import java.util.HashMap;
import java.util.Map;

/** Identities of metrics of this package. */
final class Identities {

  static final String VERSION = "1";

  private Identities() {}

  /** The canonical text holds the decision threshold of the output, when that matters. */
  static MetricIdentity of(
      String id,
      Arguments arguments,
      boolean threshold,
      String aggregation,
      MetricContext context,
      Direction direction) {
    Map<String, Object> values = new HashMap<>(arguments.values());
    if (threshold) {
      values.put("decision_threshold", (double) context.threshold());
    }
    return new MetricIdentity(
        id,
        id,
        VERSION,
        Canonical.text(id, new Arguments(values)),
        aggregation,
        context.weighted(),
        direction);
  }
}
