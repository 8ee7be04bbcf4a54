package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.OutputRows;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is counted over a part of the rows: all of them, or a slice. Not thread-safe. */
final class PartState {

  private final StatePlan plan;
  private final int[] outputs;

  /** Those of the plan, then those for reports where there are any. */
  private final Accumulator[] states;

  private final @Nullable ReplicateStates replicates;
  private long rows;

  /**
   * Creates one over no rows.
   *
   * @param slots those of the plan, perhaps with those for reports behind them
   * @param draw null for no intervals
   */
  private PartState(StatePlan plan, List<StatePlan.Slot> slots, @Nullable Draw draw) {
    this.plan = plan;
    this.outputs = slots.stream().mapToInt(StatePlan.Slot::output).toArray();
    this.states = slots.stream().map(slot -> slot.metric().start()).toArray(Accumulator[]::new);
    this.replicates = draw == null ? null : new ReplicateStates(plan, draw);
  }

  /** The state of a slice. */
  static PartState slice(StatePlan plan, @Nullable Draw draw) {
    return new PartState(plan, plan.slots(), draw);
  }

  /** The state of all rows, with what is counted for reports. */
  static PartState whole(StatePlan plan, @Nullable Draw draw) {
    List<StatePlan.Slot> slots = new ArrayList<>(plan.slots());
    slots.addAll(plan.reports());
    return new PartState(plan, slots, draw);
  }

  /** The output that a state counts rows of. */
  int output(int slot) {
    return outputs[slot];
  }

  long rows() {
    return rows;
  }

  Accumulator[] states() {
    return states;
  }

  @Nullable ReplicateStates replicates() {
    return replicates;
  }

  /** Counts all rows that count, but for replicates. */
  void addAll(RowIntake[] intakes, int count) {
    rows += count;
    for (int slot = 0; slot < states.length; slot++) {
      RowIntake intake = intakes[outputs[slot]];
      OutputRows incoming = intake.rows();
      Accumulator state = states[slot];
      if (intake.all()) {
        state.addAll(incoming);
      } else {
        for (int row = 0; row < count; row++) {
          if (intake.counts(row)) {
            state.add(incoming, row, 1);
          }
        }
      }
    }
  }

  /** Counts a row, but for replicates. */
  void add(RowIntake[] intakes, int row) {
    rows++;
    for (int slot = 0; slot < states.length; slot++) {
      RowIntake intake = intakes[outputs[slot]];
      if (intake.counts(row)) {
        states[slot].add(intake.rows(), row, 1);
      }
    }
  }

  /** Counts a row in the replicates that were drawn for it. */
  void addDrawn(RowIntake[] intakes, int row) {
    if (replicates != null) {
      replicates.add(intakes, row);
    }
  }

  void merge(PartState other) {
    rows += other.rows;
    for (int slot = 0; slot < states.length; slot++) {
      states[slot].merge(other.states[slot]);
    }
    if (replicates != null && other.replicates != null) {
      replicates.merge(other.replicates);
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(rows);
    for (Accumulator state : states) {
      state.write(out);
    }
    if (replicates != null) {
      replicates.write(out);
    }
  }

  void read(DataInput in) throws IOException {
    rows = Tally.count(in);
    for (Accumulator state : states) {
      state.read(in);
    }
    if (replicates != null) {
      replicates.read(in);
    }
  }

  StatePlan plan() {
    return plan;
  }
}
