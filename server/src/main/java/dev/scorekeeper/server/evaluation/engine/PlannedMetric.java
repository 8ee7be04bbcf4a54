package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.spec.CallText;
import java.util.Optional;

/**
 * A metric or loss of an output, found and named.
 *
 * @param call as it was asked for; {@code accuracy} is still that
 * @param identity of what was found
 * @param takesLogits whether it is computed from the logits of rows, where there are some
 * @param metric what computes it; absent in KERAS mode, where nothing computes it for rows alone
 * @param baseName its name within its output, without the output's, such as {@code accuracy}
 * @param name of its values, such as {@code cultivar_accuracy}
 * @param digest SHA-256 of all that decides its arithmetic
 */
public record PlannedMetric(
    CallText call,
    MetricIdentity identity,
    boolean takesLogits,
    Optional<Metric> metric,
    String baseName,
    String name,
    String digest) {

  PlannedMetric named(String newBaseName, String newName) {
    return new PlannedMetric(call, identity, takesLogits, metric, newBaseName, newName, digest);
  }
}
