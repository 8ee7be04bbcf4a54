package dev.scorekeeper.cli.report;

import dev.scorekeeper.v1.ConfusionMatrix;
import dev.scorekeeper.v1.Curve;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.OutputCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One output of the model with all that a record says about it.
 *
 * @param names by which the record speaks of it: its name in the signature, and the one that it is
 *     shown by; empty where it has none
 * @param asked what was asked of it; the default message where the record does not say
 * @param counts its counts; the default message where the record does not say
 */
record ReportOutput(
    Set<String> names,
    EvaluatedOutput asked,
    OutputCounts counts,
    List<MetricValue> values,
    List<Curve> curves,
    List<ConfusionMatrix> matrices) {

  /** All outputs that a record speaks of, in its order. */
  static List<ReportOutput> of(Evaluation evaluation) {
    List<Set<String>> all = new ArrayList<>();
    for (EvaluatedOutput asked : evaluation.getSpec().getOutputsList()) {
      Set<String> names = new LinkedHashSet<>(List.of(asked.getDisplayName(), asked.getOutput()));
      names.remove("");
      all.add(names);
    }
    Stream.of(
            evaluation.getValuesList().stream().map(value -> value.getKey().getOutput()),
            evaluation.getCurvesList().stream().map(Curve::getOutput),
            evaluation.getConfusionMatricesList().stream().map(ConfusionMatrix::getOutput))
        .flatMap(names -> names)
        .filter(name -> !name.isEmpty())
        .distinct()
        .filter(name -> all.stream().noneMatch(names -> names.contains(name)))
        .forEach(name -> all.add(Set.of(name)));
    if (all.isEmpty()) {
      all.add(Set.of());
    }
    return all.stream().map(names -> output(evaluation, names, all.size() == 1)).toList();
  }

  /**
   * @param only true when there is no other: what names no output is then about this one
   */
  private static ReportOutput output(Evaluation evaluation, Set<String> names, boolean only) {
    Predicate<String> ours = name -> only || names.contains(name);
    return new ReportOutput(
        names,
        evaluation.getSpec().getOutputsList().stream()
            .filter(asked -> ours.test(asked.getOutput()) || ours.test(asked.getDisplayName()))
            .findFirst()
            .orElse(EvaluatedOutput.getDefaultInstance()),
        evaluation.getCounts().getOutputsList().stream()
            .filter(counts -> ours.test(counts.getOutput()))
            .findFirst()
            .orElse(OutputCounts.getDefaultInstance()),
        evaluation.getValuesList().stream()
            .filter(value -> ours.test(value.getKey().getOutput()))
            .toList(),
        evaluation.getCurvesList().stream().filter(curve -> ours.test(curve.getOutput())).toList(),
        evaluation.getConfusionMatricesList().stream()
            .filter(matrix -> ours.test(matrix.getOutput()))
            .toList());
  }

  /** Whether the other, of another record, is of the same name. */
  boolean isSame(ReportOutput other) {
    return names.equals(other.names) || !Collections.disjoint(names, other.names);
  }

  /** Whether there is nothing to see of it. */
  boolean isEmpty() {
    return curves.isEmpty()
        && matrices.isEmpty()
        && values.stream().allMatch(value -> !value.getKey().hasClassId());
  }

  /** What the output is called. */
  String title() {
    return names.stream().findFirst().orElse("");
  }

  /** Names of the classes; empty when they have none. */
  List<String> classNames() {
    if (asked.getClassNamesCount() > 0) {
      return asked.getClassNamesList();
    }
    return matrices.isEmpty() ? List.of() : matrices.get(0).getClassNamesList();
  }

  String className(long index) {
    List<String> names = classNames();
    return index >= 0 && index < names.size() ? names.get((int) index) : Long.toString(index);
  }
}
