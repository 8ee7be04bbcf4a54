package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states of all replicates of a part: of a bootstrap the replicates themselves, of a jackknife
 * the groups, of which each replicate has all but one. Not thread-safe.
 */
final class ReplicateStates {

  private final StatePlan plan;
  private final Draw draw;
  private final int[] outputs;
  private final Accumulator[][] states;

  ReplicateStates(StatePlan plan, Draw draw) {
    this.plan = plan;
    this.draw = draw;
    this.outputs = plan.slots().stream().mapToInt(StatePlan.Slot::output).toArray();
    this.states = new Accumulator[draw.replicates()][];
    for (int i = 0; i < states.length; i++) {
      states[i] = plan.startReplicate();
    }
  }

  /** Accumulators that a part has for its replicates. */
  static long size(StatePlan plan, Draw draw) {
    return (long) plan.slots().size() * draw.replicates();
  }

  /** Counts a row in the replicates that were drawn for it. */
  void add(RowIntake[] intakes, int row) {
    for (int i = 0; i < draw.size(); i++) {
      Accumulator[] replicate = states[draw.which(i)];
      int times = draw.times(i);
      for (int slot = 0; slot < replicate.length; slot++) {
        RowIntake intake = intakes[outputs[slot]];
        if (intake.counts(row)) {
          replicate[slot].add(intake.rows(), row, times);
        }
      }
    }
  }

  /**
   * For each value its replicates; null when they are not as many as the values.
   *
   * @param values the values themselves
   */
  @Nullable List<Replicates> of(List<RawValue> values, ValueReader reader) {
    double[][] numbers = new double[states.length][];
    if (draw.method() == IntervalMethod.JACKKNIFE) {
      leaveOut(0, states.length, plan.startReplicate(), reader, numbers);
    } else {
      for (int i = 0; i < states.length; i++) {
        numbers[i] = reader.numbers(states[i]);
      }
    }
    List<Replicates> all = new ArrayList<>();
    for (int value = 0; value < values.size(); value++) {
      float[] deviations = new float[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        if (numbers[i].length != values.size()) {
          return null;
        }
        deviations[i] = (float) (numbers[i][value] - values.get(value).value().number());
      }
      all.add(Replicates.of(draw.method(), deviations));
    }
    return all;
  }

  /** Halves the groups, so that n replicates take n log n merges. */
  private void leaveOut(
      int from, int to, Accumulator[] outside, ValueReader reader, double[][] numbers) {
    if (to - from == 1) {
      numbers[from] = reader.numbers(outside);
      return;
    }
    int middle = (from + to) >>> 1;
    leaveOut(from, middle, with(outside, middle, to), reader, numbers);
    leaveOut(middle, to, with(outside, from, middle), reader, numbers);
  }

  private Accumulator[] with(Accumulator[] outside, int from, int to) {
    Accumulator[] sum = plan.startReplicate();
    for (int slot = 0; slot < sum.length; slot++) {
      sum[slot].merge(outside[slot]);
      for (int group = from; group < to; group++) {
        sum[slot].merge(states[group][slot]);
      }
    }
    return sum;
  }

  void merge(ReplicateStates other) {
    for (int i = 0; i < states.length; i++) {
      for (int slot = 0; slot < states[i].length; slot++) {
        states[i][slot].merge(other.states[i][slot]);
      }
    }
  }

  void write(DataOutput out) throws IOException {
    for (Accumulator[] replicate : states) {
      for (Accumulator state : replicate) {
        state.write(out);
      }
    }
  }

  void read(DataInput in) throws IOException {
    for (Accumulator[] replicate : states) {
      for (Accumulator state : replicate) {
        state.read(in);
      }
    }
  }
}
