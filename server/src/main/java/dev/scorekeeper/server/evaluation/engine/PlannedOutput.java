package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An output with everything decided.
 *
 * @param index its place in the question, for messages
 * @param question resolved
 * @param facts what is known about it
 * @param context without weights; that with weights differs in nothing else
 * @param loss its loss; absent when none is asked for
 * @param metrics in the order of the question
 * @param reports what is counted for curves and matrices alone
 * @param distribution whether each row of predictions must sum to 1 over its last axis
 * @param ignoredClasses labels that losses and metrics leave out, and that are no mistake therefore
 */
public record PlannedOutput(
    int index,
    OutputQuestion question,
    OutputFacts facts,
    MetricContext context,
    Optional<PlannedMetric> loss,
    List<PlannedMetric> metrics,
    List<Metric> reports,
    boolean distribution,
    Set<Long> ignoredClasses) {

  public PlannedOutput {
    metrics = List.copyOf(metrics);
    reports = List.copyOf(reports);
    ignoredClasses = Set.copyOf(ignoredClasses);
  }

  /** What its values are called. */
  public String displayName() {
    return question.displayName();
  }

  /** Whether its loss or a metric is computed from the logits of rows, where there are some. */
  public boolean takesLogits() {
    return Stream.concat(loss.stream(), metrics.stream()).anyMatch(PlannedMetric::takesLogits);
  }

  /** Neither its loss nor its metrics; what reports draw stays. */
  PlannedOutput withoutMetrics() {
    return new PlannedOutput(
        index,
        question,
        facts,
        context,
        Optional.empty(),
        List.of(),
        reports,
        distribution,
        ignoredClasses);
  }

  /** Whether one of its metrics groups rows by query. */
  boolean needsQueries() {
    return metrics.stream()
        .flatMap(planned -> planned.metric().stream())
        .anyMatch(Metric::needsQueries);
  }

  /** Classes of its labels: two for a binary output. */
  int labelClasses() {
    return Math.max(2, context.classes());
  }
}
