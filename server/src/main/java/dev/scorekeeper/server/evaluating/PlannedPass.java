package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationPlanner;
import dev.scorekeeper.server.evaluation.engine.EvaluationSetup;
import dev.scorekeeper.server.pipeline.ForwardPass;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An evaluation with everything decided, and the program that gives what it needs.
 *
 * @param positions where each evaluated output is among those of the program
 * @param logits where each evaluated output's logits are; -1 where they are not taken
 */
record PlannedPass(
    EvaluationSetup setup, Program program, List<Integer> positions, List<Integer> logits) {

  private static final Logger logger = LoggerFactory.getLogger(PlannedPass.class);

  PlannedPass {
    positions = List.copyOf(positions);
    logits = List.copyOf(logits);
  }

  /**
   * Plans it. Blocks while a graph with logits is loaded, the first time that some are taken.
   *
   * @param labels the first ones
   * @throws EvaluationException when the question cannot be answered
   */
  static PlannedPass of(EvaluationPlanner planner, Subject subject, List<InputTensor> labels)
      throws EvaluationException, ProblemException {
    LogitsPlan.Facts facts = logits -> subject.facts(labels, logits);
    ForwardPass pass = subject.pass();
    List<String> ordered = List.copyOf(new TreeSet<>(subject.outputs()));
    LogitsPlan plan = LogitsPlan.of(planner, subject.question(), facts, subject.withActivation());
    if (!plan.outputs().isEmpty()) {
      try {
        return of(plan, subject, pass.withLogits(ordered, plan.outputs()));
      } catch (ProblemException e) {
        logger.warn("{}: no logits, {}", pass.id(), e.problem().message());
        plan = LogitsPlan.of(planner, subject.question(), facts, Set.of());
      }
    }
    return of(plan, subject, pass.program(ordered));
  }

  private static PlannedPass of(LogitsPlan plan, Subject subject, Program program) {
    List<String> given = program.outputs().stream().map(OutputSpec::name).toList();
    List<String> outputs = subject.outputs();
    return new PlannedPass(
        plan.setup(),
        program,
        outputs.stream().map(given::indexOf).toList(),
        outputs.stream().map(output -> given.indexOf(output + "/logits")).toList());
  }
}
