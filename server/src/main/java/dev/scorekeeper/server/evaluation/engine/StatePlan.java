package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.SharedMetric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which accumulators there are for each part of the rows, and which value is read from which:
 * metrics that share a state are read from one. Immutable.
 */
final class StatePlan {

  /** An accumulator of each part; it counts the rows of one output. */
  record Slot(int output, Metric metric) {}

  /** Where a metric is read. */
  record Reading(int output, PlannedMetric planned, int slot, @Nullable SharedMetric shared) {

    MetricResult read(Accumulator[] states) {
      return shared == null ? states[slot].result() : shared.read(states[slot]);
    }
  }

  private final List<PlannedOutput> outputs;
  private final List<Slot> slots = new ArrayList<>();
  private final List<@Nullable Reading> losses = new ArrayList<>();
  private final List<Reading> metrics = new ArrayList<>();
  private final List<Slot> reports = new ArrayList<>();

  StatePlan(List<PlannedOutput> outputs) {
    this.outputs = outputs;
    Map<String, Integer> shared = new HashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      PlannedOutput output = outputs.get(i);
      losses.add(output.loss().isPresent() ? reading(i, output.loss().get(), shared) : null);
      for (PlannedMetric metric : output.metrics()) {
        metrics.add(reading(i, metric, shared));
      }
      for (Metric report : output.reports()) {
        reports.add(new Slot(i, report));
      }
    }
  }

  private Reading reading(int output, PlannedMetric planned, Map<String, Integer> shared) {
    Metric metric = planned.metric().orElseThrow();
    if (!(metric instanceof SharedMetric sharing)) {
      slots.add(new Slot(output, metric));
      return new Reading(output, planned, slots.size() - 1, null);
    }
    String key = output + (metric.identity().weighted() ? " weighted " : " ") + sharing.stateKey();
    Integer slot = shared.get(key);
    if (slot == null) {
      slots.add(new Slot(output, metric));
      slot = slots.size() - 1;
      shared.put(key, slot);
    }
    return new Reading(output, planned, slot, sharing);
  }

  List<PlannedOutput> outputs() {
    return outputs;
  }

  List<Slot> slots() {
    return slots;
  }

  /** For each output the reading of its loss, null when it has none. */
  List<@Nullable Reading> losses() {
    return losses;
  }

  /** Output by output. */
  List<Reading> metrics() {
    return metrics;
  }

  /** What is counted for reports, over all rows alone. */
  List<Slot> reports() {
    return reports;
  }

  /** States of a replicate over no rows. */
  Accumulator[] startReplicate() {
    return slots.stream().map(slot -> slot.metric().startReplicate()).toArray(Accumulator[]::new);
  }
}
