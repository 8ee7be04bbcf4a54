package dev.scorekeeper.cli;

import dev.scorekeeper.cli.evaluate.OutputOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a person asks of the outputs. */
final class EvaluateOutputOptions {
  @Option(
      names = "--loss",
      paramLabel = "[OUTPUT:]LOSS",
      description = {
        "The loss, written as Keras writes it:",
        "\"BinaryCrossentropy(label_smoothing=0.1)\". Several are parted by commas."
      })
  private List<String> losses = new ArrayList<>();

  @Option(
      names = "--metrics",
      paramLabel = "[OUTPUT:]METRIC,…",
      description = {
        "Metrics, written as Keras writes them:",
        "\"accuracy, AUC(curve='PR', num_thresholds=200)\"."
      })
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--weighted-metrics",
      paramLabel = "[OUTPUT:]METRIC,…",
      description = "Metrics in which the weights count, as Keras' weighted_metrics.")
  private List<String> weightedMetrics = new ArrayList<>();

  @Option(
      names = "--loss-weight",
      paramLabel = "[OUTPUT=]W",
      description = "The output's share of the total loss. Default: 1.")
  private List<String> lossWeights = new ArrayList<>();

  @Option(
      names = "--threshold",
      paramLabel = "[OUTPUT=]T",
      description = "Above which score a prediction is a yes. Default: 0.5, for logits 0.")
  private List<String> thresholds = new ArrayList<>();

  @Option(
      names = "--encoding",
      paramLabel = "[OUTPUT=]E",
      description =
          "How labels are written: sparse, one_hot, multi_label, real, signed_binary. Default: as"
              + " their shape tells.")
  private List<String> encodings = new ArrayList<>();

  @Option(
      names = "--score-kind",
      paramLabel = "[OUTPUT=]K",
      description =
          "What the output gives: probability, logit, real, class_id. Default: what the graph shows.")
  private List<String> scoreKinds = new ArrayList<>();

  @Option(
      names = "--positive-class",
      paramLabel = "[OUTPUT=]N",
      description = "The class that is the yes of a question with one. Default: 1.")
  private List<String> positiveClasses = new ArrayList<>();

  @Option(
      names = "--class-names",
      paramLabel = "[OUTPUT=]A,B,…",
      description = "Names of the classes: for reports, and for labels that are text.")
  private List<String> classNames = new ArrayList<>();

  @Option(
      names = "--class-weight",
      paramLabel = "[OUTPUT=]C:W,…",
      description = "Weight of a row by the class of its label; others are 1.")
  private List<String> classWeights = new ArrayList<>();

  OutputOptions values() {
    return new OutputOptions(
        losses,
        metrics,
        weightedMetrics,
        lossWeights,
        thresholds,
        encodings,
        scoreKinds,
        positiveClasses,
        classNames,
        classWeights);
  }
}
