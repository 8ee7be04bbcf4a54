package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.Mode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of values, as Keras logs them: {@code <output>_<metric>} where there are several outputs,
 * {@code weighted_<metric>} for the weighted one of two of the same name.
 *
 * <p>Where still two values have one name, Keras counts: {@code auc_1}. That is done in KERAS mode
 * alone, because such a name means something else when the question changes.
 */
final class Naming {

  private Naming() {}

  static List<PlannedOutput> name(List<PlannedOutput> outputs, Mode mode)
      throws EvaluationException {
    Set<String> taken = new HashSet<>();
    taken.add("loss");
    boolean several = outputs.size() > 1;
    long losses = outputs.stream().filter(output -> output.loss().isPresent()).count();
    if (losses > 1) {
      for (PlannedOutput output : outputs) {
        if (output.loss().isPresent()) {
          taken.add(output.displayName() + "_loss");
        }
      }
    }
    List<PlannedOutput> named = new ArrayList<>();
    for (PlannedOutput output : outputs) {
      String prefix = several ? output.displayName() + "_" : "";
      named.add(
          new PlannedOutput(
              output.index(),
              output.question(),
              output.facts(),
              output.context(),
              output.loss().map(loss -> loss.named("loss", output.displayName() + "_loss")),
              names(output, prefix, taken, mode),
              output.reports(),
              output.distribution(),
              output.ignoredClasses()));
    }
    return named;
  }

  private static List<PlannedMetric> names(
      PlannedOutput output, String prefix, Set<String> taken, Mode mode)
      throws EvaluationException {
    List<PlannedMetric> metrics = output.metrics();
    List<PlannedMetric> named = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      PlannedMetric metric = metrics.get(i);
      String name = metric.baseName();
      if (metric.identity().weighted() && collides(metrics, metric)) {
        name = "weighted_" + name;
      }
      String free = name;
      for (int n = 1; mode == Mode.KERAS && taken.contains(prefix + free); n++) {
        free = name + "_" + n;
      }
      if (!taken.add(prefix + free)) {
        throw new EvaluationException(
                EvaluationReason.NAME_REPEATED,
                Problems.metric(output.index(), i) + ".name",
                "two values would be called " + prefix + free + "; give one of them another name")
            .with("name", prefix + free);
      }
      named.add(metric.named(free, prefix + free));
    }
    return named;
  }

  /** Whether one without weights has the same name. */
  private static boolean collides(List<PlannedMetric> metrics, PlannedMetric weighted) {
    return metrics.stream()
        .anyMatch(
            other -> !other.identity().weighted() && other.baseName().equals(weighted.baseName()));
  }
}
