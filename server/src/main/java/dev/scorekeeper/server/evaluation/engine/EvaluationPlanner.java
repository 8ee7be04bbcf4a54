package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.Mode;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import java.util.List;

/** Resolves what is asked, given what is known about the outputs. Thread-safe. */
public interface EvaluationPlanner {

  /**
   * Finds what is wrong with a question that can be found without knowing the model: its texts, its
   * ranges, names that repeat.
   *
   * @throws EvaluationException when something is
   */
  void check(EvaluationQuestion question) throws EvaluationException;

  /**
   * Decides everything that the question left open.
   *
   * @param facts of all outputs that are asked about, in any order; others do no harm
   * @throws EvaluationException when the question cannot be answered, with the path of the field
   */
  EvaluationSetup plan(EvaluationQuestion question, List<OutputFacts> facts)
      throws EvaluationException;

  /**
   * The setups that may come of a question before labels are seen. Values have the same names in
   * all of them; ids of metrics may differ.
   *
   * @param facts of the outputs in the order of the question; what they say of labels does not
   *     matter
   * @return one for each form of labels that suits the question; empty when only the labels can
   *     tell
   * @throws EvaluationException when the question cannot be answered whatever the labels
   */
  default List<EvaluationSetup> planEarly(EvaluationQuestion question, List<OutputFacts> facts)
      throws EvaluationException {
    return EarlyPlans.of(this, question, facts);
  }

  /**
   * A planner for {@link Mode#DATASET} alone.
   *
   * @param metrics all metrics there are
   */
  static EvaluationPlanner of(MetricCatalog metrics) {
    return new QuestionPlanner(metrics, null);
  }

  /** A planner for both modes. */
  static EvaluationPlanner of(MetricCatalog metrics, KerasMode keras) {
    return new QuestionPlanner(metrics, keras);
  }
}
