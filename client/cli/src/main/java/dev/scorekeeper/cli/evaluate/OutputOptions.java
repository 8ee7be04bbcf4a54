package dev.scorekeeper.cli.evaluate;

import java.util.List;

/**
 * What a person asked of the outputs, as it was typed: lists of {@code output:what} or {@code
 * output=what}, the output left out where there is only one.
 */
public record OutputOptions(
    List<String> losses,
    List<String> metrics,
    List<String> weightedMetrics,
    List<String> lossWeights,
    List<String> thresholds,
    List<String> encodings,
    List<String> scoreKinds,
    List<String> positiveClasses,
    List<String> classNames,
    List<String> classWeights) {
  public OutputOptions {
    losses = List.copyOf(losses);
    metrics = List.copyOf(metrics);
    weightedMetrics = List.copyOf(weightedMetrics);
    lossWeights = List.copyOf(lossWeights);
    thresholds = List.copyOf(thresholds);
    encodings = List.copyOf(encodings);
    scoreKinds = List.copyOf(scoreKinds);
    positiveClasses = List.copyOf(positiveClasses);
    classNames = List.copyOf(classNames);
    classWeights = List.copyOf(classWeights);
  }
}
