package dev.scorekeeper.server.evaluation.gate;

import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Interval;
import dev.scorekeeper.server.evaluation.engine.ValueComparison;
import dev.scorekeeper.server.evaluation.gate.Gate.Aspect;
import dev.scorekeeper.server.evaluation.gate.Gate.Relation;
import dev.scorekeeper.server.evaluation.gate.Judgement.GateResult;
import dev.scorekeeper.server.evaluation.gate.Judgement.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Holds gates against figures. Closed: what is missing, not defined or not comparable fails. */
public final class Judge {

  private final List<SliceFigures> parts;
  private final boolean complete;
  private final Baseline baseline;
  private final boolean firstRelease;

  /**
   * Creates a judge of one evaluation.
   *
   * @param parts the whole, then each slice
   * @param complete whether all rows came
   * @param firstRelease whether gates that need a baseline pass when there is none
   */
  public Judge(
      List<SliceFigures> parts, boolean complete, Baseline baseline, boolean firstRelease) {
    this.parts = List.copyOf(parts);
    this.complete = complete;
    this.baseline = baseline;
    this.firstRelease = firstRelease;
  }

  /** Judges all gates. */
  public Judgement judge(List<Gate> gates) {
    List<GateResult> results = gates.stream().map(this::judge).toList();
    if (results.isEmpty()) {
      return new Judgement(Verdict.NOT_GATED, results);
    }
    boolean failed = results.stream().anyMatch(result -> result.verdict() != Verdict.PASSED);
    return new Judgement(failed ? Verdict.FAILED : Verdict.PASSED, results);
  }

  private GateResult judge(Gate gate) {
    try {
      if (!complete) {
        throw new Failed("the evaluation is not complete");
      }
      if (gate.needsBaseline() && firstRelease && baseline instanceof Baseline.None) {
        return passedOver(gate);
      }
      SliceFigures part = new Finder(parts).part(gate);
      return gate.metric().equals(Gate.ROWS)
          ? decide(gate, (double) part.rows(), gate.bound().number(), "")
          : judgeValue(gate, part);
    } catch (Failed failed) {
      return new GateResult(
          gate.text(),
          Verdict.FAILED,
          failed.observed(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          failed.why());
    }
  }

  private GateResult judgeValue(Gate gate, SliceFigures part) throws Failed {
    FigureValue value = Finder.value(gate, part);
    if (part.hidden()) {
      throw new Failed(Finder.describe(part) + " is hidden: it has too few rows, " + part.rows());
    }
    if (!value.isDefined()) {
      throw new Failed(value.name() + " is not defined: " + value.undefined());
    }
    double observed = observed(gate, part, value);
    if (Double.isNaN(observed)) {
      throw new Failed(value.name() + " is not a number");
    }
    if (!gate.bound().needsBaseline()) {
      return decide(gate, observed, gate.bound().number(), notExact(gate, value));
    }
    double before = compared(part, value).baseline().orElseThrow();
    if (gate.bound().form() == Gate.Bound.Form.BASELINE_TIMES && before == 0) {
      throw new Failed(
          "the baseline's " + value.name() + " is 0: a share of it says nothing", observed);
    }
    return decide(gate, observed, gate.bound().over(before), notExact(gate, value));
  }

  private double observed(Gate gate, SliceFigures part, FigureValue value) throws Failed {
    return switch (gate.aspect()) {
      case VALUE -> leastFavourable(gate.relation(), value);
      case LOWER -> interval(value).lower();
      case UPPER -> interval(value).upper();
      case DIFFERENCE -> compared(part, value).difference().orElseThrow();
      case DIFFERENCE_LOWER -> ofDifference(part, value).lower();
      case DIFFERENCE_UPPER -> ofDifference(part, value).upper();
    };
  }

  /** A value that is only known to lie between bounds counts as the worse of them. */
  private static double leastFavourable(Relation relation, FigureValue value) {
    return switch (relation) {
      case AT_LEAST, ABOVE -> value.lower();
      case AT_MOST, BELOW -> value.upper();
      case EQUAL -> value.number();
    };
  }

  private static String notExact(Gate gate, FigureValue value) {
    return gate.aspect() != Aspect.VALUE || value.isExact()
        ? ""
        : "; it is only known to be within ["
            + value.lower()
            + ", "
            + value.upper()
            + "], of which the worse end counts";
  }

  private static Interval interval(FigureValue value) throws Failed {
    Optional<Interval> interval = value.interval();
    if (interval.isEmpty()) {
      throw new Failed(value.name() + " has no confidence interval; ask for intervals");
    }
    return interval.get();
  }

  private Interval ofDifference(SliceFigures part, FigureValue value) throws Failed {
    Optional<Interval> interval = compared(part, value).interval();
    if (interval.isEmpty()) {
      throw new Failed(
          "the difference of "
              + value.name()
              + " has no confidence interval; ask for intervals with the baseline's seed");
    }
    return interval.get();
  }

  /** The comparison of a value that does compare. */
  private ValueComparison compared(SliceFigures part, FigureValue value) throws Failed {
    if (baseline instanceof Baseline.Compared compared) {
      Optional<ValueComparison> found = compared.comparison().find(part, value.key());
      if (found.isEmpty()) {
        throw new Failed("the baseline has no " + value.name());
      }
      if (!found.get().notComparable().isEmpty()) {
        throw new Failed(found.get().notComparable());
      }
      return found.get();
    }
    if (baseline instanceof Baseline.Unusable unusable) {
      throw new Failed(unusable.why());
    }
    throw new Failed("there is no baseline");
  }

  private static GateResult decide(Gate gate, double observed, double bound, String remark) {
    boolean holds = gate.relation().holds(observed, bound);
    return new GateResult(
        gate.text(),
        holds ? Verdict.PASSED : Verdict.FAILED,
        OptionalDouble.of(observed),
        OptionalDouble.of(bound),
        OptionalDouble.of(gate.relation().margin(observed, bound)),
        holds ? "" : observed + " is not " + gate.relation().sign() + " " + bound + remark);
  }

  private static GateResult passedOver(Gate gate) {
    return new GateResult(
        gate.text(),
        Verdict.PASSED,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        "passed over: a first release has no baseline");
  }
}
