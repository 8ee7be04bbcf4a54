package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.evaluation.engine.ComparisonRules;
import dev.scorekeeper.server.evaluation.engine.EvaluationComparison;
import dev.scorekeeper.server.evaluation.engine.ValueComparison;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.FieldDifference;
import dev.scorekeeper.v1.SliceKey;

/** Writes comparisons as messages. */
final class ComparisonMessages {

  private ComparisonMessages() {}

  static CompareEvaluationsResponse comparison(EvaluationComparison comparison) {
    CompareEvaluationsResponse.Builder response =
        CompareEvaluationsResponse.newBuilder().setComparable(comparison.comparable());
    comparison.obstacles().forEach(field -> response.addObstacles(difference(field)));
    comparison
        .overridden()
        .forEach(field -> response.addWarnings(difference(field).toBuilder().setOverridden(true)));
    comparison.warnings().forEach(field -> response.addWarnings(difference(field)));
    comparison.values().forEach(value -> response.addValues(value(value)));
    return response.build();
  }

  private static FieldDifference difference(ComparisonRules.FieldDifference difference) {
    return FieldDifference.newBuilder()
        .setField(difference.field())
        .setBaseline(difference.baseline())
        .setCandidate(difference.candidate())
        .build();
  }

  private static dev.scorekeeper.v1.ValueComparison value(ValueComparison value) {
    dev.scorekeeper.v1.ValueComparison.Builder message =
        dev.scorekeeper.v1.ValueComparison.newBuilder()
            .setKey(FigureMessages.key(value.key()))
            .setName(value.name())
            .setNotComparable(value.notComparable());
    if (!value.columns().isEmpty()) {
      message.setSlice(
          SliceKey.newBuilder().addAllColumns(value.columns()).addAllValues(value.keys()));
    }
    value.baseline().ifPresent(message::setBaseline);
    value.candidate().ifPresent(message::setCandidate);
    value.difference().ifPresent(message::setDifference);
    value.interval().ifPresent(interval -> message.setInterval(FigureMessages.interval(interval)));
    value.better().ifPresent(message::setBetter);
    return message.build();
  }
}
