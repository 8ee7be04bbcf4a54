package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Plans a question before labels are seen, once for each form that those of an output may have: so
 * names of values are known, and what is wrong whatever the labels, before rows are read.
 */
final class EarlyPlans {

  /** Reasons that no labels change. */
  private static final Set<EvaluationReason> LASTING =
      EnumSet.of(
          EvaluationReason.UNKNOWN_METRIC,
          EvaluationReason.UNKNOWN_PARAMETER,
          EvaluationReason.BAD_PARAMETER,
          EvaluationReason.NAME_REPEATED);

  private final EvaluationPlanner planner;
  private final EvaluationQuestion question;

  private EarlyPlans(EvaluationPlanner planner, EvaluationQuestion question) {
    this.planner = planner;
    this.question = question;
  }

  static List<EvaluationSetup> of(
      EvaluationPlanner planner, EvaluationQuestion question, List<OutputFacts> facts)
      throws EvaluationException {
    return new EarlyPlans(planner, question).plan(facts);
  }

  private List<EvaluationSetup> plan(List<OutputFacts> facts) throws EvaluationException {
    List<List<OutputFacts>> fitting = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      fitting.add(fitting(i, facts.get(i)));
      if (fitting.get(i).isEmpty()) {
        return List.of();
      }
    }
    List<OutputFacts> first = fitting.stream().map(forms -> forms.get(0)).toList();
    List<EvaluationSetup> setups = new ArrayList<>();
    setups.add(planner.plan(question, first));
    for (int i = 0; i < fitting.size(); i++) {
      for (OutputFacts other : fitting.get(i).subList(1, fitting.get(i).size())) {
        List<OutputFacts> changed = new ArrayList<>(first);
        changed.set(i, other);
        setups.add(planner.plan(question, changed));
      }
    }
    return setups;
  }

  /** The forms of labels with which an output can be planned; empty when it depends on others. */
  private List<OutputFacts> fitting(int output, OutputFacts known) throws EvaluationException {
    List<OutputFacts> fitting = new ArrayList<>();
    List<EvaluationException> problems = new ArrayList<>();
    for (OutputFacts form : forms(known)) {
      try {
        planner.plan(asking(question.outputs().get(output)), List.of(form));
        fitting.add(form);
      } catch (EvaluationException e) {
        if (e.reason() != EvaluationReason.BAD_LABEL_SHAPE) {
          problems.add(e);
        }
      }
    }
    boolean lasting = problems.stream().allMatch(e -> LASTING.contains(e.reason()));
    if (fitting.isEmpty() && lasting && !problems.isEmpty()) {
      EvaluationException problem = problems.get(0);
      throw problem.about(problem.field().replace(Problems.output(0), Problems.output(output)));
    }
    return fitting;
  }

  /** Labels like predictions, and with an axis less; whole numbers, and others. */
  private static Set<OutputFacts> forms(OutputFacts known) {
    List<Integer> shape = known.predictionShape();
    Set<OutputFacts> forms = new LinkedHashSet<>();
    for (boolean integers : new boolean[] {true, false}) {
      forms.add(known.withLabels(shape.subList(0, Math.max(0, shape.size() - 1)), integers));
      forms.add(known.withLabels(shape, integers));
    }
    return forms;
  }

  private EvaluationQuestion asking(OutputQuestion output) {
    return new EvaluationQuestion(
        question.mode(),
        question.keras(),
        List.of(output),
        question.policies(),
        question.slices(),
        question.sliceLimits(),
        question.intervals(),
        List.of(),
        question.firstRelease(),
        question.extraLoss());
  }
}
