package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.engine.StatePlan.Reading;
import dev.scorekeeper.server.evaluation.exact.Decimals;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads all values of one part from its states: the total loss, the losses of outputs where there
 * are several, the metrics, output by output.
 */
final class ValueReader {

  /** How values of a metric that gives one for each class are labelled. */
  private static final Pattern CLASS = Pattern.compile("class (\\d{1,9})");

  private static final String LOSS = "loss";

  private final StatePlan plan;
  private final OptionalDouble extraLoss;
  private final boolean anyLoss;
  private final boolean severalLosses;
  private final String totalCanonical;
  private final FigureValue.Key totalKey;
  private final ValueRange totalRange;

  ValueReader(StatePlan plan, OptionalDouble extraLoss) {
    this.plan = plan;
    this.extraLoss = extraLoss;
    long losses = plan.losses().stream().filter(reading -> reading != null).count();
    this.anyLoss = losses > 0;
    this.severalLosses = losses > 1;
    this.totalCanonical = totalCanonical();
    this.totalKey =
        new FigureValue.Key(LOSS, "", true, OptionalInt.empty(), "", digest(totalCanonical));
    this.totalRange = totalRange();
  }

  /** In the order in which they are shown; always as many for the same setup. */
  List<RawValue> read(Accumulator[] states) {
    List<RawValue> values = new ArrayList<>();
    if (anyLoss) {
      List<RawValue> losses = new ArrayList<>();
      Value total = total(states, losses);
      values.add(new RawValue(LOSS, totalKey, total, totalCanonical, Direction.LOWER, totalRange));
      if (severalLosses) {
        values.addAll(losses);
      }
    }
    for (Reading reading : plan.metrics()) {
      add(values, reading, reading.read(states));
    }
    return values;
  }

  /** The numbers alone. */
  double[] numbers(Accumulator[] states) {
    return read(states).stream().mapToDouble(value -> value.value().number()).toArray();
  }

  /** The sum over outputs, in their order, of weight times loss, and what is declared. */
  private Value total(Accumulator[] states, List<RawValue> losses) {
    double number = extraLoss.orElse(0);
    double lower = number;
    double upper = number;
    Value.Undefined undefined = Value.Undefined.NOT;
    for (@Nullable Reading reading : plan.losses()) {
      if (reading == null) {
        continue;
      }
      Value value = reading.read(states).values().get(0);
      losses.add(ofLoss(reading, value));
      double weight = plan.outputs().get(reading.output()).question().lossWeight();
      if (!value.isDefined() && undefined == Value.Undefined.NOT) {
        undefined = value.undefined();
      }
      number += weight * value.number();
      lower += weight * (weight < 0 ? value.upper() : value.lower());
      upper += weight * (weight < 0 ? value.lower() : value.upper());
    }
    if (undefined != Value.Undefined.NOT) {
      return new Value(number, undefined, number, number);
    }
    return Double.isFinite(number)
        ? new Value(number, Value.Undefined.NOT, lower, upper)
        : Value.of(number);
  }

  private RawValue ofLoss(Reading reading, Value value) {
    MetricIdentity identity = reading.planned().identity();
    FigureValue.Key key =
        new FigureValue.Key(
            LOSS,
            plan.outputs().get(reading.output()).displayName(),
            true,
            OptionalInt.empty(),
            identity.aggregation(),
            reading.planned().digest());
    return new RawValue(
        reading.planned().name(),
        key,
        value,
        identity.canonical(),
        Direction.LOWER,
        lossRange(reading));
  }

  private static ValueRange range(Reading reading) {
    return reading.planned().metric().map(Metric::range).orElse(ValueRange.ANY);
  }

  /** Weights, over the number of elements, may make a loss as great as one likes. */
  private static ValueRange lossRange(Reading reading) {
    return range(reading).least() >= 0 ? ValueRange.NOT_NEGATIVE : ValueRange.ANY;
  }

  private ValueRange totalRange() {
    double extra = extraLoss.orElse(0);
    ValueRange sum = new ValueRange(extra, extra);
    for (@Nullable Reading reading : plan.losses()) {
      if (reading != null) {
        double weight = plan.outputs().get(reading.output()).question().lossWeight();
        sum = sum.plus(lossRange(reading).times(weight));
      }
    }
    return sum;
  }

  private void add(List<RawValue> values, Reading reading, MetricResult result) {
    MetricIdentity identity = reading.planned().identity();
    String output = plan.outputs().get(reading.output()).displayName();
    for (int i = 0; i < result.values().size(); i++) {
      boolean labelled = !result.labels().isEmpty();
      String label = labelled ? result.labels().get(i) : "";
      Matcher ofClass = CLASS.matcher(label);
      boolean isClass = ofClass.matches();
      FigureValue.Key key =
          new FigureValue.Key(
              identity.id(),
              output,
              identity.weighted(),
              isClass ? OptionalInt.of(Integer.parseInt(ofClass.group(1))) : OptionalInt.empty(),
              isClass ? identity.aggregation() : join(identity.aggregation(), label),
              reading.planned().digest());
      String name = reading.planned().name();
      values.add(
          new RawValue(
              labelled ? name + "[" + label + "]" : name,
              key,
              result.values().get(i),
              identity.canonical(),
              identity.direction(),
              range(reading)));
    }
  }

  private static String join(String aggregation, String label) {
    return aggregation.isEmpty() || label.isEmpty()
        ? aggregation + label
        : aggregation + ", " + label;
  }

  private String totalCanonical() {
    String sum =
        plan.losses().stream()
            .filter(reading -> reading != null)
            .map(
                reading -> {
                  PlannedOutput output = plan.outputs().get(reading.output());
                  return Decimals.shortest(output.question().lossWeight())
                      + " * "
                      + output.displayName()
                      + ":"
                      + reading.planned().identity().canonical();
                })
            .collect(Collectors.joining(" + "));
    return extraLoss.isPresent() ? sum + " + " + Decimals.shortest(extraLoss.getAsDouble()) : sum;
  }

  /** Of the canonical text, which holds all weights, with the digests of the losses. */
  private String digest(String canonical) {
    String text =
        plan.losses().stream()
            .filter(reading -> reading != null)
            .map(reading -> reading.planned().digest())
            .collect(Collectors.joining("\n", canonical + "\n", ""));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
