package dev.scorekeeper.client;

import dev.scorekeeper.v1.LabelEncoding;
import dev.scorekeeper.v1.MetricSpec;
import dev.scorekeeper.v1.ScoreKind;
import java.util.Arrays;

/**
 * What is asked of one output: its loss and its metrics, written as Keras writes them. Immutable;
 * every method that adds something returns a new value.
 *
 * <pre>{@code
 * EvaluatedOutput.of("cultivar").loss("categorical_crossentropy").metrics("accuracy", "F1Score")
 * }</pre>
 */
public final class EvaluatedOutput {

  private final dev.scorekeeper.v1.EvaluatedOutput wire;

  private EvaluatedOutput(dev.scorekeeper.v1.EvaluatedOutput wire) {
    this.wire = wire;
  }

  /** The output of this name in the signature; an empty one is the only output. */
  public static EvaluatedOutput of(String output) {
    return new EvaluatedOutput(
        dev.scorekeeper.v1.EvaluatedOutput.newBuilder().setOutput(output).build());
  }

  /** Any question of the wire. */
  public static EvaluatedOutput of(dev.scorekeeper.v1.EvaluatedOutput wire) {
    return new EvaluatedOutput(wire);
  }

  /** What its values are called, instead of its name in the signature. */
  public EvaluatedOutput displayName(String name) {
    return new EvaluatedOutput(wire.toBuilder().setDisplayName(name).build());
  }

  /** Its loss, such as {@code BinaryCrossentropy(label_smoothing=0.1)}. */
  public EvaluatedOutput loss(String loss) {
    return new EvaluatedOutput(wire.toBuilder().setLoss(loss).build());
  }

  /** Its share of the total loss, instead of 1. */
  public EvaluatedOutput lossWeight(double weight) {
    return new EvaluatedOutput(wire.toBuilder().setLossWeight(weight).build());
  }

  /** Adds metrics, such as {@code accuracy} or {@code AUC(curve='PR')}, that no weights touch. */
  public EvaluatedOutput metrics(String... metrics) {
    return addAll(false, metrics);
  }

  /** Adds metrics in which weights count. */
  public EvaluatedOutput weightedMetrics(String... metrics) {
    return addAll(true, metrics);
  }

  private EvaluatedOutput addAll(boolean weighted, String... metrics) {
    dev.scorekeeper.v1.EvaluatedOutput.Builder changed = wire.toBuilder();
    for (String metric : metrics) {
      changed.addMetrics(MetricSpec.newBuilder().setMetric(metric).setWeighted(weighted));
    }
    return new EvaluatedOutput(changed.build());
  }

  /** Score above which a prediction is a yes, in the units of the output. */
  public EvaluatedOutput threshold(double threshold) {
    return new EvaluatedOutput(wire.toBuilder().setDecisionThreshold(threshold).build());
  }

  /** How labels are written, instead of what their shape tells. */
  public EvaluatedOutput labelEncoding(LabelEncoding encoding) {
    return new EvaluatedOutput(wire.toBuilder().setLabelEncoding(encoding).build());
  }

  /** What the numbers of the output are, instead of what the graph shows. */
  public EvaluatedOutput scoreKind(ScoreKind kind) {
    return new EvaluatedOutput(wire.toBuilder().setScoreKind(kind).build());
  }

  /** Names of the classes, for reports. */
  public EvaluatedOutput classNames(String... names) {
    return new EvaluatedOutput(
        wire.toBuilder().clearClassNames().addAllClassNames(Arrays.asList(names)).build());
  }

  /** Weight of each row by the class of its label. */
  public EvaluatedOutput classWeights(double... weights) {
    dev.scorekeeper.v1.EvaluatedOutput.Builder changed = wire.toBuilder().clearClassWeights();
    for (double weight : weights) {
      changed.addClassWeights(weight);
    }
    return new EvaluatedOutput(changed.build());
  }

  dev.scorekeeper.v1.EvaluatedOutput wire() {
    return wire;
  }

  @Override
  public String toString() {
    return "EvaluatedOutput[" + wire.getOutput() + "]";
  }
}
