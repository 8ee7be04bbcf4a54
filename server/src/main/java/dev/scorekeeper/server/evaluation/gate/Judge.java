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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Holds gates against figures. Closed: what is missing, not defined or not comparable fails. */
public final class Judge {

  private final List<SliceFigures> parts;
  private final boolean complete;
  private final Baseline baseline;
  private final boolean firstRelease;
  private final Map<String, Long> countedRows;

  /**
   * Creates a judge of one evaluation.
   *
   * @param parts the whole, then each slice
   * @param countedRows rows that count for each output, by display name
   * @param complete whether all rows came
   * @param firstRelease whether gates that need a baseline are passed over when there is none
   */
  public Judge(
      List<SliceFigures> parts,
      Map<String, Long> countedRows,
      boolean complete,
      Baseline baseline,
      boolean firstRelease) {
    this.parts = List.copyOf(parts);
    this.countedRows = Map.copyOf(countedRows);
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
    boolean passed = results.stream().allMatch(this::lets);
    return new Judgement(passed ? Verdict.PASSED : Verdict.FAILED, results);
  }

  /** Whether it lets the evaluation pass: a first release passes over what needs a baseline. */
  private boolean lets(GateResult result) {
    return result.verdict() == Verdict.PASSED
        || (result.verdict() == Verdict.NOT_EVALUATED && firstRelease);
  }

  private GateResult judge(Gate gate) {
    try {
      if (!complete) {
        throw new Failed("the evaluation is not complete");
      }
      SliceFigures part = new Finder(parts).part(gate);
      return gate.metric().equals(Gate.ROWS)
          ? decide(gate, rows(gate, part), gate.bound().number(), "")
          : judgeValue(gate, part);
    } catch (Failed failed) {
      return new GateResult(
          gate.text(),
          Verdict.FAILED,
          failed.observed(),
          gate.bound().needsBaseline()
              ? OptionalDouble.empty()
              : OptionalDouble.of(gate.bound().number()),
          OptionalDouble.empty(),
          failed.why());
    }
  }

  /** Rows of the part; of one output, those that count for it. */
  private double rows(Gate gate, SliceFigures part) throws Failed {
    if (gate.output().isEmpty()) {
      return part.rows();
    }
    if (!part.columns().isEmpty()) {
      throw new Failed("rows of one output are counted over all rows, not over slices");
    }
    Long counted = countedRows.get(gate.output());
    if (counted == null) {
      throw new Failed(Finder.noOutput(gate.output(), countedRows.keySet()));
    }
    return counted;
  }

  private GateResult judgeValue(Gate gate, SliceFigures part) throws Failed {
    FigureValue value = Finder.value(gate, part);
    if (part.hidden()) {
      throw new Failed(Finder.describe(part) + " is hidden: it has too few rows, " + part.rows());
    }
    if (!value.isDefined()) {
      throw new Failed(value.name() + " is not defined: " + value.undefined());
    }
    if (Double.isNaN(value.number())) {
      throw new Failed(value.name() + " is not a number");
    }
    if (gate.needsBaseline() && baseline instanceof Baseline.None) {
      return notEvaluated(gate);
    }
    double observed = observed(gate, part, value);
    if (Double.isNaN(observed)) {
      throw new Failed("the difference of " + value.name() + " is not a number");
    }
    if (!gate.bound().needsBaseline()) {
      return decide(gate, observed, gate.bound().number(), notExact(gate, value));
    }
    double before = compared(part, value).baseline().orElseThrow();
    double bound = gate.bound().over(before);
    if (gate.bound().form() == Gate.Bound.Form.BASELINE_TIMES && before == 0) {
      throw new Failed(
          "undefined ratio: the baseline's "
              + value.name()
              + " is 0, of which a share says nothing",
          observed);
    }
    if (!Double.isFinite(bound)) {
      throw new Failed(
          "the bound over the baseline's " + before + " is no finite number", observed);
    }
    return decide(gate, observed, bound, notExact(gate, value));
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
  private static double leastFavourable(Relation relation, FigureValue value) throws Failed {
    if (relation == Relation.EQUAL && !value.isExact()) {
      throw new Failed(value.name() + " is not known exactly, so that it equals nothing");
    }
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
    throw new IllegalStateException("a gate was to be compared with no baseline");
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

  private GateResult notEvaluated(Gate gate) {
    return new GateResult(
        gate.text(),
        Verdict.NOT_EVALUATED,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        firstRelease ? "passed over: a first release has no baseline" : "there is no baseline");
  }
}
