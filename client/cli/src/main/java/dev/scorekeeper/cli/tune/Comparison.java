package dev.scorekeeper.cli.tune;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows a second without and with a change, measured in turn over several rounds.
 *
 * @param before by load, a value for each round
 * @param after the same with the change
 */
public record Comparison(Map<LoadPoint, List<Double>> before, Map<LoadPoint, List<Double>> after) {
  /** Less than this is not worth another setting. */
  private static final double WORTHWHILE = 1.03;

  /** No load may be slower than this in every round; in one round, any may be. */
  private static final double LARGEST_LOSS = 0.95;

  public Comparison {
    before = copy(before);
    after = copy(after);
  }

  private static Map<LoadPoint, List<Double>> copy(Map<LoadPoint, List<Double>> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Median with the change over median without it; above 1 the change is faster. */
  public double ratio(LoadPoint point) {
    return median(values(after, point)) / median(values(before, point));
  }

  /** The loads compared, in order. */
  public List<LoadPoint> points() {
    return List.copyOf(before.keySet());
  }

  /** Median of the rounds without the change. */
  public double medianBefore(LoadPoint point) {
    return median(values(before, point));
  }

  /** Median of the rounds with the change. */
  public double medianAfter(LoadPoint point) {
    return median(values(after, point));
  }

  /** Geometric mean of the loads' ratios: a load twice as fast makes up for one half as fast. */
  public double gain() {
    return Math.exp(
        points().stream().mapToDouble(point -> Math.log(ratio(point))).average().orElse(0));
  }

  /** The smallest gain of a round. */
  public double leastGain() {
    return roundGains().get(0);
  }

  /** The largest gain of a round. */
  public double mostGain() {
    List<Double> gains = roundGains();
    return gains.get(gains.size() - 1);
  }

  /** The gain of each round alone, rising. */
  private List<Double> roundGains() {
    List<Double> gains = new ArrayList<>();
    for (int round = 0; round < before.values().iterator().next().size(); round++) {
      double sum = 0;
      for (LoadPoint point : points()) {
        sum += Math.log(values(after, point).get(round) / values(before, point).get(round));
      }
      gains.add(Math.exp(sum / points().size()));
    }
    Collections.sort(gains);
    return gains;
  }

  /** The load that loses most, or gains least. */
  public LoadPoint worst() {
    LoadPoint worst = points().get(0);
    for (LoadPoint point : points()) {
      if (ratio(point) < ratio(worst)) {
        worst = point;
      }
    }
    return worst;
  }

  /**
   * True when the change is worth having: 3 % faster on the whole, faster in every round, and no
   * load more than 5 % slower in every round.
   */
  public boolean isWorthwhile() {
    return gain() >= WORTHWHILE
        && leastGain() > 1
        && points().stream().allMatch(point -> bestRound(point) >= LARGEST_LOSS);
  }

  private double bestRound(LoadPoint point) {
    double best = 0;
    for (int round = 0; round < values(before, point).size(); round++) {
      best = Math.max(best, values(after, point).get(round) / values(before, point).get(round));
    }
    return best;
  }

  private static List<Double> values(Map<LoadPoint, List<Double>> values, LoadPoint point) {
    List<Double> found = values.get(point);
    if (found == null) {
      throw new IllegalArgumentException("not measured: " + point.label());
    }
    return found;
  }

  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
