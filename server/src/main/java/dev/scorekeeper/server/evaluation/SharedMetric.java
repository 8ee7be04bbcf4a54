package dev.scorekeeper.server.evaluation;

/**
 * A metric that reads its value out of a state that other metrics of the same output read too: all
 * ratios of one confusion matrix, everything that one table of scores tells.
 *
 * <p>Whoever evaluates several metrics of one output may start one accumulator for all with equal
 * {@link #stateKey()}, count each row once, and read each value with {@link #read}. Whoever does
 * not know of this calls {@link #start()} and {@link Accumulator#result()}, and gets the same.
 */
public interface SharedMetric extends Metric {

  /**
   * Names the state; among metrics made for the same output and the same {@link MetricContext}
   * equal keys mean equal states. Never of two classes of accumulators.
   */
  String stateKey();

  /**
   * The metric's value over the rows that {@code state} counted. Changes nothing.
   *
   * @param state started by any metric with an equal {@link #stateKey()}
   * @throws IllegalArgumentException when it is of another kind
   */
  MetricResult read(Accumulator state);
}
