package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Absence;
import dev.scorekeeper.server.evaluation.exact.Decimals;
import dev.scorekeeper.server.evaluation.spec.Canonical;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values in the order of {@code return_dict}: sorted by name. Values that are not defined are 0, as
 * in Keras.
 */
final class KerasValues {

  /** How values of a metric that gives one for each class are labelled. */
  private static final Pattern CLASS = Pattern.compile("class (\\d{1,9})");

  private final List<FigureValue> values = new ArrayList<>();

  private KerasValues() {}

  static List<FigureValue> of(List<OutputBatches> outputs, double loss) {
    KerasValues values = new KerasValues();
    values.losses(outputs, loss);
    for (OutputBatches output : outputs) {
      values.metrics(output);
    }
    values.values.sort(Comparator.comparing(FigureValue::name));
    return values.values;
  }

  /** The total, and those of the outputs where there are several: plain means of batches. */
  private void losses(List<OutputBatches> outputs, double loss) {
    List<OutputBatches> withLoss =
        outputs.stream().filter(output -> output.loss().isPresent()).toList();
    if (withLoss.isEmpty()) {
      return;
    }
    String sum =
        withLoss.stream()
            .map(
                output ->
                    Decimals.shortest(output.plan().lossWeight())
                        + " * "
                        + output.plan().name()
                        + ":"
                        + loss(output).canonical())
            .collect(Collectors.joining(" + "));
    MetricIdentity total =
        new MetricIdentity("loss", "loss", LossPlan.VERSION, sum, "", true, Direction.LOWER);
    boolean dependent = withLoss.stream().anyMatch(OutputBatches::lossDependent);
    add("loss", "", total, MetricResult.of(loss), dependent);
    if (withLoss.size() > 1) {
      for (OutputBatches output : withLoss) {
        MetricIdentity identity = loss(output);
        MetricIdentity own =
            new MetricIdentity(
                "loss",
                identity.name(),
                identity.version(),
                identity.canonical(),
                "mean_of_batches",
                true,
                Direction.LOWER);
        String name = output.plan().name();
        add(name + "_loss", name, own, output.loss().orElseThrow(), true);
      }
    }
  }

  private static MetricIdentity loss(OutputBatches output) {
    return output.plan().loss().orElseThrow().identity();
  }

  private void metrics(OutputBatches output) {
    List<OutputPlan.Named> metrics = output.plan().metrics();
    for (int i = 0; i < metrics.size(); i++) {
      add(
          metrics.get(i).planned().name(),
          output.plan().name(),
          metrics.get(i).planned().identity(),
          output.result(i),
          output.batchDependent(i));
    }
  }

  private void add(
      String name,
      String output,
      MetricIdentity identity,
      MetricResult result,
      boolean batchDependent) {
    for (int i = 0; i < result.values().size(); i++) {
      String label = result.labels().isEmpty() ? "" : result.labels().get(i);
      Value value = result.values().get(i);
      double number = number(identity, value);
      values.add(
          new FigureValue(
              label.isEmpty() ? name : name + "[" + label + "]",
              key(identity, output, label),
              number,
              Absence.NOT,
              value.isDefined() ? value.lower() : number,
              value.isDefined() ? value.upper() : number,
              batchDependent,
              identity.canonical(),
              identity.direction(),
              ValueRange.ANY,
              Optional.empty(),
              Optional.empty()));
    }
  }

  /** 0 for what is not defined, but NaN where Keras' arithmetic gives that. */
  private static double number(MetricIdentity identity, Value value) {
    boolean nan = value.undefined() == Undefined.NOT_FINITE || identity.id().equals("r2_score");
    return value.isDefined() || nan ? value.number() : 0;
  }

  private static FigureValue.Key key(MetricIdentity identity, String output, String label) {
    Matcher ofClass = CLASS.matcher(label);
    boolean isClass = ofClass.matches();
    String aggregation = identity.aggregation();
    if (!isClass && !label.isEmpty()) {
      aggregation = aggregation.isEmpty() ? label : aggregation + ", " + label;
    }
    return new FigureValue.Key(
        identity.id(),
        output,
        identity.weighted(),
        isClass ? OptionalInt.of(Integer.parseInt(ofClass.group(1))) : OptionalInt.empty(),
        aggregation,
        Canonical.digest(identity));
  }
}
