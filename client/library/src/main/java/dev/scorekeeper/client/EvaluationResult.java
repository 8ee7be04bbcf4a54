package dev.scorekeeper.client;

import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.GateResult;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How good a model is, as the server recorded it. Immutable. */
public final class EvaluationResult {

  private final Evaluation record;
  private final Map<String, MetricValue> byName;

  EvaluationResult(Evaluation record) {
    this.record = record;
    Map<String, MetricValue> values = new LinkedHashMap<>();
    for (MetricValue value : record.getValuesList()) {
      values.putIfAbsent(value.getName(), value);
    }
    this.byName = Collections.unmodifiableMap(values);
  }

  /** Id of the record, to ask for it again. */
  public String id() {
    return record.getId();
  }

  /** Name of the model that was judged. */
  public String model() {
    return record.getModel().getName();
  }

  /** Its version. */
  public long version() {
    return record.getModel().getVersion();
  }

  /** Number of rows. */
  public long rowCount() {
    return record.getDataset().getRowCount();
  }

  /** The numbers over all rows by the names that Keras would log, the total loss first. */
  public Map<String, Double> values() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    byName.forEach((name, value) -> numbers.put(name, value.getValue()));
    return Collections.unmodifiableMap(numbers);
  }

  /**
   * The number of this name, such as {@code accuracy}; NaN where it is not defined, unless asked
   * for otherwise.
   *
   * @throws IllegalArgumentException when there is none such; the message names those there are
   */
  public double value(String name) {
    return metric(name).getValue();
  }

  /**
   * The number of this name with all that belongs to it: key, bounds, interval, difference.
   *
   * @throws IllegalArgumentException when there is none such; the message names those there are
   */
  public MetricValue metric(String name) {
    MetricValue value = byName.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "no value \"" + name + "\" in the evaluation; it has " + byName.keySet());
    }
    return value;
  }

  /** Whether it passed its gates; {@code VERDICT_NOT_GATED} when it has none. */
  public Verdict verdict() {
    return record.getVerdict();
  }

  /** True unless a gate failed. */
  public boolean isAccepted() {
    return verdict() == Verdict.VERDICT_PASSED || verdict() == Verdict.VERDICT_NOT_GATED;
  }

  /**
   * The gates because of which it did not pass, those that a baseline is missing for among them.
   */
  public List<GateResult> failedGates() {
    List<GateResult> failed = new ArrayList<>();
    boolean passesOver = record.getSpec().getFirstRelease();
    for (GateResult gate : record.getGatesList()) {
      if (gate.getVerdict() == Verdict.VERDICT_FAILED
          || (gate.getVerdict() == Verdict.VERDICT_NOT_EVALUATED && !passesOver)) {
        failed.add(gate);
      }
    }
    return Collections.unmodifiableList(failed);
  }

  /** The whole record. */
  public Evaluation record() {
    return record;
  }

  @Override
  public String toString() {
    return model() + ":" + version() + values();
  }
}
