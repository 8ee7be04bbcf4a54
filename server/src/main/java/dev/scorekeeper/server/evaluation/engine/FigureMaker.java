package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.ConfusionSource;
import dev.scorekeeper.server.evaluation.CurveSource;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricCurve;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.LossSource;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.OutputCounts;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.OutputCurve;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.OutputMatrix;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Absence;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Interval;
import dev.scorekeeper.server.evaluation.engine.Policies.UndefinedValues;
import dev.scorekeeper.server.evaluation.loss.Loss;
import dev.scorekeeper.server.evaluation.loss.LossAccumulator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes figures of states. Changes nothing. */
final class FigureMaker {

  private final EvaluationSetup setup;
  private final ValueReader reader;

  FigureMaker(EvaluationSetup setup, ValueReader reader) {
    this.setup = setup;
    this.reader = reader;
  }

  EvaluationFigures figures(PartState whole, List<SliceTable> tables, RowIntake[] intakes) {
    List<FigureValue> values = values(whole, true);
    List<SliceFigures> slices = new ArrayList<>();
    for (SliceTable table : tables) {
      for (SliceTable.Leaf leaf : table.sorted()) {
        slices.add(slice(table, leaf));
      }
    }
    List<OutputCounts> counts = new ArrayList<>();
    List<String> warnings = new ArrayList<>(setup.warnings());
    for (int i = 0; i < intakes.length; i++) {
      OutputCounts output = counts(whole, i, intakes[i].tally());
      counts.add(output);
      if (output.countedRows() == 0) {
        warnings.add(Warnings.noRows(output.output()));
      }
      if (output.clippedRows() > 0) {
        warnings.add(Warnings.clipped(output.output(), output.clippedRows()));
      }
    }
    for (FigureValue value : values) {
      if (!value.isExact()) {
        warnings.add(Warnings.notExact(value.name(), value.lower(), value.upper()));
      }
    }
    return new EvaluationFigures(
        whole.rows(), values, slices, counts, matrices(whole), curves(whole), warnings);
  }

  private SliceFigures slice(SliceTable table, SliceTable.Leaf leaf) {
    PartState part = leaf.part();
    boolean hidden = part.rows() < setup.question().sliceLimits().minRows();
    List<FigureValue> values = values(part, !hidden);
    return new SliceFigures(
        table.columns(),
        leaf.keys(),
        part.rows(),
        hidden,
        hidden ? values.stream().map(this::hide).toList() : values);
  }

  /** Values of a part. */
  List<FigureValue> values(PartState part, boolean withIntervals) {
    List<RawValue> raw = reader.read(part.states());
    ReplicateStates states = part.replicates();
    List<Replicates> replicates = withIntervals && states != null ? states.of(raw, reader) : null;
    List<FigureValue> values = new ArrayList<>();
    for (int i = 0; i < raw.size(); i++) {
      values.add(value(raw.get(i), replicates == null ? null : replicates.get(i)));
    }
    return values;
  }

  private FigureValue value(RawValue raw, @Nullable Replicates replicates) {
    Value value = raw.value();
    boolean sure = value.isDefined() && replicates != null;
    double level = setup.question().intervals().map(i -> i.level()).orElse(0.0);
    Optional<Interval> interval =
        sure && replicates != null
            ? Intervals.around(value.number(), replicates, level, raw.range())
            : Optional.empty();
    return new FigureValue(
        raw.name(),
        raw.key(),
        value.isDefined() ? value.number() : undefinedNumber(value.number()),
        absence(value.undefined()),
        value.lower(),
        value.upper(),
        false,
        raw.canonical(),
        raw.direction(),
        raw.range(),
        interval,
        interval.isPresent() ? Optional.ofNullable(replicates) : Optional.empty());
  }

  private FigureValue hide(FigureValue value) {
    return new FigureValue(
        value.name(),
        value.key(),
        undefinedNumber(Double.NaN),
        Absence.SLICE_TOO_SMALL,
        Double.NaN,
        Double.NaN,
        false,
        value.canonical(),
        value.direction(),
        value.range(),
        Optional.empty(),
        Optional.empty());
  }

  private double undefinedNumber(double number) {
    return setup.question().policies().undefinedValues() == UndefinedValues.ZERO ? 0 : number;
  }

  private static Absence absence(Value.Undefined undefined) {
    return switch (undefined) {
      case NOT -> Absence.NOT;
      case ZERO_DENOMINATOR -> Absence.ZERO_DENOMINATOR;
      case ONE_CLASS -> Absence.ONE_CLASS;
      case EMPTY -> Absence.EMPTY;
      case NOT_FINITE -> Absence.NOT_FINITE;
    };
  }

  private OutputCounts counts(PartState whole, int index, Tally tally) {
    PlannedOutput output = setup.outputs().get(index);
    StatePlan.Reading reading = whole.plan().losses().get(index);
    long clipped = 0;
    if (reading != null && whole.states()[reading.slot()] instanceof LossAccumulator loss) {
      clipped = loss.clippedRows();
    }
    return new OutputCounts(
        output.displayName(),
        tally.counted(),
        tally.weightSum(),
        tally.missingLabels(),
        tally.nonFiniteRows(),
        clipped,
        tally.maskedElements(),
        tally.labelCounts(),
        lossSource(output),
        output.context().kind(),
        output.context().encoding());
  }

  private static LossSource lossSource(PlannedOutput output) {
    if (output.loss().isEmpty()) {
      return LossSource.NONE;
    }
    if (output.loss().get().metric().orElse(null) instanceof Loss loss) {
      if (loss.takesLogits() && output.facts().logitsAvailable()) {
        return LossSource.LOGITS_FROM_GRAPH;
      }
      if (loss.clips() && output.context().kind() == ScoreKind.PROBABILITY) {
        return LossSource.PROBABILITIES_CLIPPED;
      }
    }
    return LossSource.OUTPUT;
  }

  private List<OutputMatrix> matrices(PartState whole) {
    List<OutputMatrix> matrices = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (int slot = 0; slot < whole.states().length; slot++) {
      int index = whole.output(slot);
      PlannedOutput output = setup.outputs().get(index);
      if (whole.states()[slot] instanceof ConfusionSource source && !seen.contains(index)) {
        source
            .confusion()
            .ifPresent(
                cells -> {
                  seen.add(index);
                  matrices.add(
                      new OutputMatrix(
                          output.displayName(), cells, output.question().classNames()));
                });
      }
    }
    return matrices;
  }

  /** Each kind once for each output and class. */
  private List<OutputCurve> curves(PartState whole) {
    List<OutputCurve> curves = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int slot = 0; slot < whole.states().length; slot++) {
      String output = setup.outputs().get(whole.output(slot)).displayName();
      Accumulator state = whole.states()[slot];
      if (state instanceof CurveSource source) {
        for (MetricCurve curve : source.curves()) {
          if (seen.add(output + "\n" + curve.kind() + "\n" + curve.classId())) {
            curves.add(new OutputCurve(output, curve));
          }
        }
      }
    }
    return curves;
  }
}
