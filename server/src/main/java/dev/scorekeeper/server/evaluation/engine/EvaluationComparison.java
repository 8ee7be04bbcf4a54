package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.engine.ComparisonRules.FieldDifference;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two evaluations, value by value.
 *
 * @param obstacles fields because of which no value compares; empty when values compare
 * @param overridden fields that differ, and would keep values from being compared had whoever
 *     compares not said to compare despite them
 * @param warnings fields that differ and leave values comparable
 * @param values those of the candidate in its order, then those that only the baseline has
 */
public record EvaluationComparison(
    List<FieldDifference> obstacles,
    List<FieldDifference> overridden,
    List<FieldDifference> warnings,
    List<ValueComparison> values) {

  /** Probability that an interval covers when the records do not say. */
  private static final double DEFAULT_LEVEL = 0.95;

  public EvaluationComparison {
    obstacles = List.copyOf(obstacles);
    overridden = List.copyOf(overridden);
    warnings = List.copyOf(warnings);
    values = List.copyOf(values);
  }

  /** Compares two. */
  public static EvaluationComparison of(ComparedRecord baseline, ComparedRecord candidate) {
    return of(baseline, candidate, Set.of());
  }

  /**
   * Compares two that may differ in some fields.
   *
   * @param despite paths of fields whose differences are no obstacles, see {@link
   *     ComparisonRules#isOverridable}; others have no effect
   */
  public static EvaluationComparison of(
      ComparedRecord baseline, ComparedRecord candidate, Set<String> despite) {
    return new Maker(baseline, candidate, despite).make();
  }

  public boolean comparable() {
    return obstacles.isEmpty();
  }

  /** Why nothing compares and how to override it, as a sentence; empty when it does. */
  public String notComparable() {
    return comparable() ? "" : sentence(obstacles) + remedy(obstacles);
  }

  /** The comparison of one value of the candidate. */
  public Optional<ValueComparison> find(SliceFigures part, FigureValue.Key key) {
    return values.stream()
        .filter(value -> value.key().equals(key))
        .filter(value -> value.columns().equals(part.columns()))
        .filter(value -> value.keys().equals(part.keys()))
        .findFirst();
  }

  private static String sentence(List<FieldDifference> differences) {
    return differences.stream()
        .map(
            difference ->
                difference.field()
                    + " is "
                    + shown(difference.candidate())
                    + ", in the baseline "
                    + shown(difference.baseline()))
        .collect(Collectors.joining("; ", "not comparable: ", ""));
  }

  private static String remedy(List<FieldDifference> differences) {
    return differences.stream()
        .map(FieldDifference::field)
        .collect(Collectors.joining(", ", "; to compare all the same, ask despite ", ""));
  }

  private static String shown(String text) {
    return text.isEmpty() ? "not set" : text;
  }

  /** The slice and the key in it. */
  private record Place(List<String> columns, List<String> keys, FigureValue.Key key) {}

  private static final class Maker {

    private final ComparedRecord baseline;
    private final ComparedRecord candidate;
    private final Set<String> despite;
    private final List<FieldDifference> obstacles;
    private final double level;
    private final boolean paired;
    private final Map<String, String> obstaclesByOutput = new HashMap<>();
    private final Map<Place, FigureValue> before = new HashMap<>();
    private final List<ValueComparison> values = new ArrayList<>();

    Maker(ComparedRecord baseline, ComparedRecord candidate, Set<String> despite) {
      this.baseline = baseline;
      this.candidate = candidate;
      this.despite = Set.copyOf(despite);
      this.obstacles = ComparisonRules.obstacles(baseline, candidate, despite);
      this.paired = ComparisonRules.paired(baseline, candidate);
      String declared = candidate.fields().get("spec.intervals.level");
      this.level = declared == null ? DEFAULT_LEVEL : Double.parseDouble(declared);
    }

    EvaluationComparison make() {
      for (SliceFigures part : baseline.parts()) {
        for (FigureValue value : part.values()) {
          before.put(new Place(part.columns(), part.keys(), value.key()), value);
        }
      }
      Set<Place> seen = new HashSet<>();
      for (SliceFigures part : candidate.parts()) {
        for (FigureValue value : part.values()) {
          Place place = new Place(part.columns(), part.keys(), value.key());
          seen.add(place);
          values.add(compare(part, value, before.get(place)));
        }
      }
      for (SliceFigures part : baseline.parts()) {
        for (FigureValue value : part.values()) {
          if (!seen.contains(new Place(part.columns(), part.keys(), value.key()))) {
            values.add(missing(part, value));
          }
        }
      }
      return new EvaluationComparison(
          obstacles,
          ComparisonRules.overridden(baseline, candidate, despite),
          ComparisonRules.warnings(baseline, candidate),
          values);
    }

    private ValueComparison compare(
        SliceFigures part, FigureValue value, @Nullable FigureValue other) {
      String why = other == null ? whyMissing(part, value) : whyNot(value, other);
      boolean compares = why.isEmpty() && other != null;
      double difference = compares && other != null ? value.number() - other.number() : Double.NaN;
      Optional<Interval> interval = Optional.empty();
      if (compares && other != null && paired) {
        interval =
            value
                .replicates()
                .flatMap(
                    mine ->
                        other
                            .replicates()
                            .flatMap(
                                its ->
                                    Intervals.aroundDifference(
                                        difference,
                                        mine,
                                        its,
                                        level,
                                        value.range().ofDifference())));
      }
      return new ValueComparison(
          value.name(),
          value.key(),
          part.columns(),
          part.keys(),
          other == null ? OptionalDouble.empty() : number(other),
          number(value),
          compares ? OptionalDouble.of(difference) : OptionalDouble.empty(),
          interval,
          why,
          compares ? better(value.direction(), difference) : Optional.empty());
    }

    private static ValueComparison missing(SliceFigures part, FigureValue value) {
      return new ValueComparison(
          value.name(),
          value.key(),
          part.columns(),
          part.keys(),
          number(value),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          "the candidate has no such value",
          Optional.empty());
    }

    private String whyNot(FigureValue value, FigureValue other) {
      if (!obstacles.isEmpty()) {
        return sentence(obstacles);
      }
      String ofOutput =
          obstaclesByOutput.computeIfAbsent(
              value.key().output(),
              output -> {
                List<FieldDifference> found =
                    ComparisonRules.obstacles(baseline, candidate, output, despite);
                return found.isEmpty() ? "" : sentence(found) + remedy(found);
              });
      if (!ofOutput.isEmpty()) {
        return ofOutput;
      }
      if (!value.isDefined()) {
        return "the candidate's value is not defined: " + value.undefined();
      }
      return other.isDefined() ? "" : "the baseline's value is not defined: " + other.undefined();
    }

    private String whyMissing(SliceFigures part, FigureValue value) {
      for (Map.Entry<Place, FigureValue> entry : before.entrySet()) {
        boolean sameName = entry.getValue().name().equals(value.name());
        boolean samePart =
            entry.getKey().columns().equals(part.columns())
                && entry.getKey().keys().equals(part.keys());
        if (sameName && samePart) {
          return "another metric: "
              + value.canonical()
              + ", in the baseline "
              + entry.getValue().canonical();
        }
      }
      return "the baseline has no such value";
    }

    private static OptionalDouble number(FigureValue value) {
      return value.isDefined() ? OptionalDouble.of(value.number()) : OptionalDouble.empty();
    }

    private static Optional<Boolean> better(Direction direction, double difference) {
      if (direction == Direction.NEITHER || difference == 0) {
        return Optional.empty();
      }
      return Optional.of(direction == Direction.HIGHER == difference > 0);
    }
  }
}
