package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Writes a question down with everything that was decided. */
final class Resolved {

  private Resolved() {}

  static EvaluationQuestion of(EvaluationQuestion question, List<PlannedOutput> outputs) {
    return new EvaluationQuestion(
        question.mode(),
        question.keras(),
        outputs.stream().map(Resolved::output).toList(),
        question.policies(),
        question.slices().stream().map(columns -> columns.stream().sorted().toList()).toList(),
        question.sliceLimits(),
        question
            .intervals()
            .map(
                i ->
                    new IntervalQuestion(
                        i.method(),
                        OptionalInt.of(QuestionCheck.replicates(i)),
                        i.level(),
                        i.seed())),
        question.gates(),
        question.firstRelease(),
        question.extraLoss());
  }

  private static OutputQuestion output(PlannedOutput output) {
    OutputQuestion question = output.question();
    List<MetricQuestion> metrics = new ArrayList<>();
    for (PlannedMetric metric : output.metrics()) {
      metrics.add(
          new MetricQuestion(
              metric.identity().canonical(), metric.baseName(), metric.identity().weighted()));
    }
    return new OutputQuestion(
        question.output(),
        question.displayName(),
        output.loss().map(loss -> loss.identity().canonical()).orElse(""),
        question.lossWeight(),
        metrics,
        question.decisionThreshold(),
        question.thresholdInclusive(),
        question.labelEncoding(),
        question.scoreKind(),
        question.classNames(),
        question.positiveClass(),
        question.classWeights());
  }
}
