package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationPlanner;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationSetup;
import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An evaluation as it is planned, and the outputs of which it takes the logits: those where a loss
 * or metric computes from them, and no others.
 *
 * @param setup planned with the logits of {@code outputs} alone
 */
record LogitsPlan(EvaluationSetup setup, Set<String> outputs) {

  LogitsPlan {
    outputs = Set.copyOf(outputs);
  }

  /** What is known about the outputs when rows come with the logits of these. */
  @FunctionalInterface
  interface Facts {
    List<OutputFacts> with(Set<String> logits);
  }

  /**
   * Plans an evaluation.
   *
   * @param offered outputs that there are logits of
   * @throws EvaluationException when the question cannot be answered
   */
  static LogitsPlan of(
      EvaluationPlanner planner, EvaluationQuestion question, Facts facts, Set<String> offered)
      throws EvaluationException {
    EvaluationSetup most = planner.plan(question, facts.with(offered));
    Set<String> taken =
        most.outputs().stream()
            .filter(output -> output.facts().logitsAvailable() && output.takesLogits())
            .map(output -> output.facts().output())
            .collect(Collectors.toSet());
    EvaluationSetup setup =
        taken.equals(offered) ? most : planner.plan(question, facts.with(taken));
    return new LogitsPlan(setup, taken);
  }
}
