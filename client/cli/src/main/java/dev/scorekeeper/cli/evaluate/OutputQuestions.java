package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.LabelEncoding;
import dev.scorekeeper.v1.MetricSpec;
import dev.scorekeeper.v1.ScoreKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What is asked of each output, in the making: options go over what was there before. */
final class OutputQuestions {
  private final OutputNames names;
  private final Map<String, EvaluatedOutput.Builder> byOutput = new LinkedHashMap<>();

  /**
   * Begins with what a file says.
   *
   * @param signatureOutputs names of the signature's outputs
   * @param known questions of a spec or of a compiled model
   */
  OutputQuestions(List<String> signatureOutputs, List<EvaluatedOutput> known) {
    Map<String, String> displayNames = new LinkedHashMap<>();
    OutputNames bare = new OutputNames(signatureOutputs, Map.of());
    for (EvaluatedOutput output : known) {
      String name = bare.only("--spec", new OutputNames.Said(output.getOutput(), "outputs"));
      bare.find("--spec", name);
      byOutput.put(name, output.toBuilder().setOutput(name));
      if (!output.getDisplayName().isEmpty()) {
        displayNames.put(name, output.getDisplayName());
      }
    }
    names = new OutputNames(signatureOutputs, displayNames);
  }

  OutputNames names() {
    return names;
  }

  /** True when there is neither a loss nor a metric. */
  boolean isEmpty() {
    return byOutput.values().stream().noneMatch(OutputQuestions::asks);
  }

  private static boolean asks(EvaluatedOutput.Builder output) {
    return !output.getLoss().isEmpty() || output.getMetricsCount() > 0;
  }

  /** The outputs that something is asked of. */
  List<String> asked() {
    return byOutput.entrySet().stream()
        .filter(entry -> asks(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The outputs, in the order in which they came up. */
  List<EvaluatedOutput> build() {
    List<EvaluatedOutput> built = new ArrayList<>();
    asked().forEach(output -> built.add(of(output).build()));
    return built;
  }

  EvaluatedOutput.Builder of(String output) {
    return byOutput.computeIfAbsent(output, name -> EvaluatedOutput.newBuilder().setOutput(name));
  }

  /** Names of an output's classes; empty when there are none. */
  List<String> classNames(String output) {
    EvaluatedOutput.Builder question = byOutput.get(output);
    return question == null ? List.of() : question.getClassNamesList();
  }

  /** Takes over what was typed. */
  void apply(OutputOptions options) {
    OutputNames.single("--loss", names.prefixedByOutput("--loss", options.losses()))
        .forEach((output, loss) -> of(output).setLoss(loss));
    applyMetrics(options);
    each("--loss-weight", options.lossWeights(), (output, text) -> output.setLossWeight(text));
    each("--threshold", options.thresholds(), (output, t) -> output.setDecisionThreshold(t));
    eachText(
        "--positive-class",
        options.positiveClasses(),
        (output, text) -> output.setPositiveClass(whole("--positive-class", text)));
    eachText(
        "--encoding",
        options.encodings(),
        (output, text) ->
            output.setLabelEncoding(
                constant("--encoding", text, "LABEL_ENCODING_", LabelEncoding.values())));
    eachText(
        "--score-kind",
        options.scoreKinds(),
        (output, text) ->
            output.setScoreKind(constant("--score-kind", text, "SCORE_KIND_", ScoreKind.values())));
    eachText(
        "--class-names",
        options.classNames(),
        (output, text) ->
            output.clearClassNames().addAllClassNames(CommaList.split("--class-names", text)));
    eachText(
        "--class-weight",
        options.classWeights(),
        (output, text) -> output.clearClassWeights().addAllClassWeights(classWeights(text)));
  }

  private void applyMetrics(OutputOptions options) {
    Map<String, List<String>> plain = names.prefixedByOutput("--metrics", options.metrics());
    Map<String, List<String>> weighted =
        names.prefixedByOutput("--weighted-metrics", options.weightedMetrics());
    plain.keySet().forEach(output -> of(output).clearMetrics());
    weighted.keySet().forEach(output -> of(output).clearMetrics());
    plain.forEach((output, metrics) -> add(output, metrics, false));
    weighted.forEach((output, metrics) -> add(output, metrics, true));
  }

  private void add(String output, List<String> metrics, boolean weighted) {
    for (String metric : metrics) {
      of(output).addMetrics(MetricSpec.newBuilder().setMetric(metric).setWeighted(weighted));
    }
  }

  private void eachText(
      String option, List<String> texts, BiConsumer<EvaluatedOutput.Builder, String> setter) {
    OutputNames.single(option, names.assignedByOutput(option, texts))
        .forEach((output, text) -> setter.accept(of(output), text));
  }

  private void each(
      String option, List<String> texts, BiConsumer<EvaluatedOutput.Builder, Double> setter) {
    eachText(option, texts, (output, text) -> setter.accept(output, number(option, text)));
  }

  /** Weights in the order of the classes, or {@code class:weight}; those left out are 1. */
  private static List<Double> classWeights(String text) {
    List<Double> weights = new ArrayList<>();
    for (String part : CommaList.split("--class-weight", text)) {
      String[] pair = part.split(":", 2);
      long index = pair.length == 1 ? weights.size() : whole("--class-weight", pair[0].strip());
      if (index < 0 || index >= 1_000_000) {
        throw CommandException.misused("--class-weight: there is no class " + index + ".");
      }
      while (weights.size() <= index) {
        weights.add(1.0);
      }
      weights.set((int) index, number("--class-weight", pair[pair.length - 1].strip()));
    }
    return weights;
  }

  private static double number(String option, String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw CommandException.misused("%s: \"%s\" is no number.".formatted(option, text));
    }
    throw CommandException.misused("%s: a finite number.".formatted(option));
  }

  private static long whole(String option, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw CommandException.misused("%s: \"%s\" is no whole number.".formatted(option, text));
    }
  }

  /** The constant of an enum of the wire that a word stands for: {@code one_hot} or one-hot. */
  static <E extends Enum<E>> E constant(String option, String word, String prefix, E[] values) {
    String wanted = prefix + word.toUpperCase(Locale.ROOT).replace('-', '_');
    List<E> allowed =
        Arrays.stream(values)
            .filter(value -> value.name().startsWith(prefix))
            .filter(value -> !value.name().endsWith("_UNSPECIFIED"))
            .toList();
    return allowed.stream()
        .filter(value -> value.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.misused(
                    "%s: \"%s\" is none of %s."
                        .formatted(
                            option,
                            word,
                            allowed.stream()
                                .map(value -> value.name().substring(prefix.length()))
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")))));
  }
}
