package dev.scorekeeper.server.evaluation.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which fields of two records must agree so that their values compare. Fields have the paths that
 * they have in the wire's {@code Evaluation}.
 *
 * <ul>
 *   <li>{@code environment.*} may differ: a difference is worth a warning.
 *   <li>{@code spec.intervals.*} decide whether replicates are pairs, and nothing else.
 *   <li>{@code spec.outputs[NAME].*}, NAME the display name, concern the values of that output and
 *       the total loss. {@code counts.outputs[NAME].counted_rows} too: rows that were skipped must
 *       be as many.
 *   <li>All others concern all values: {@code dataset.version}, {@code dataset.digest}, {@code
 *       dataset.row_count}, {@code spec.preprocessing_hash}, {@code spec.mode}, {@code
 *       spec.keras.*}, {@code spec.policies.*}, {@code spec.extra_loss}, {@code spec.slices}, which
 *       is the columns of all slices, whatever order they were asked in.
 * </ul>
 *
 * <p>Metrics are compared by their digests, value by value, so that the lists of metrics need not
 * agree. Masks have no policy: they take out of everything, and are part of the data set's digest.
 * Records exist of complete evaluations alone.
 *
 * <p>Whoever compares may override a difference, by the path of its field: then it is no obstacle,
 * but is told. What keeps a metric's digest from agreeing cannot be overridden: it is another
 * metric.
 */
public final class ComparisonRules {

  private static final String ENVIRONMENT = "environment.";
  private static final String INTERVALS = "spec.intervals.";
  private static final String SPEC_OUTPUT = "spec.outputs[";
  private static final String COUNTED_OUTPUT = "counts.outputs[";
  private static final List<String> OUTPUTS = List.of(SPEC_OUTPUT, COUNTED_OUTPUT);
  private static final String NAME_END = "].";

  /** Fields that concern all values and may be overridden. */
  private static final List<String> OF_ALL =
      List.of(
          "dataset.digest",
          "dataset.row_count",
          "dataset.version",
          "spec.extra_loss",
          "spec.keras.batch_size",
          "spec.keras.profile",
          "spec.mode",
          "spec.policies.loss_normalizer",
          "spec.policies.missing_labels",
          "spec.policies.non_finite",
          "spec.policies.undefined",
          "spec.preprocessing_hash",
          "spec.slices");

  /** The same of one output, by what stands before its name. */
  private static final Map<String, List<String>> OF_OUTPUT =
      Map.of(
          COUNTED_OUTPUT,
          List.of("counted_rows", "loss_source"),
          SPEC_OUTPUT,
          List.of(
              "class_weights",
              "decision_threshold",
              "label_encoding",
              "positive_class",
              "score_kind",
              "threshold_inclusive"));

  private ComparisonRules() {}

  /** A field of two records that differs; empty where it is absent. */
  public record FieldDifference(String field, String baseline, String candidate) {}

  /** Whether a difference in this field can be overridden: whatever output it names. */
  public static boolean isOverridable(String field) {
    return OF_ALL.contains(field)
        || OUTPUTS.stream()
            .filter(field::startsWith)
            .anyMatch(prefix -> isOfOutput(field.substring(prefix.length()), prefix));
  }

  /** From behind the bracket on, such as {@code y].score_kind}. */
  private static boolean isOfOutput(String rest, String prefix) {
    int end = rest.lastIndexOf(NAME_END);
    return end > 0
        && OF_OUTPUT
            .getOrDefault(prefix, List.of())
            .contains(rest.substring(end + NAME_END.length()));
  }

  /** The fields that {@link #isOverridable}, in order, with NAME for that of an output. */
  public static List<String> overridable() {
    Stream<String> ofOutputs =
        OF_OUTPUT.entrySet().stream()
            .flatMap(
                entry ->
                    entry.getValue().stream()
                        .map(leaf -> entry.getKey() + "NAME" + NAME_END + leaf));
    return Stream.concat(OF_ALL.stream(), ofOutputs).sorted().toList();
  }

  /**
   * Differences because of which no value compares.
   *
   * @param despite fields whose differences are overridden
   */
  public static List<FieldDifference> obstacles(
      ComparedRecord baseline, ComparedRecord candidate, Set<String> despite) {
    return differences(baseline, candidate).stream()
        .filter(difference -> concernsAll(difference.field()))
        .filter(difference -> !overrides(despite, difference))
        .toList();
  }

  /**
   * Differences because of which the values of one output do not compare.
   *
   * @param despite fields whose differences are overridden
   */
  public static List<FieldDifference> obstacles(
      ComparedRecord baseline, ComparedRecord candidate, String output, Set<String> despite) {
    return differences(baseline, candidate).stream()
        .filter(difference -> concerns(difference.field(), output))
        .filter(difference -> !overrides(despite, difference))
        .toList();
  }

  /** Differences that would be obstacles, were they not overridden. */
  public static List<FieldDifference> overridden(
      ComparedRecord baseline, ComparedRecord candidate, Set<String> despite) {
    return differences(baseline, candidate).stream()
        .filter(difference -> overrides(despite, difference))
        .toList();
  }

  private static boolean overrides(Set<String> despite, FieldDifference difference) {
    return despite.contains(difference.field()) && isOverridable(difference.field());
  }

  /** Differences that leave values comparable. */
  public static List<FieldDifference> warnings(ComparedRecord baseline, ComparedRecord candidate) {
    return differences(baseline, candidate).stream()
        .filter(difference -> difference.field().startsWith(ENVIRONMENT))
        .toList();
  }

  /** Whether replicates of the two belong together: the same method, number and seed. */
  static boolean paired(ComparedRecord baseline, ComparedRecord candidate) {
    return differences(baseline, candidate).stream()
        .map(FieldDifference::field)
        .noneMatch(field -> field.startsWith(INTERVALS) && !field.equals(INTERVALS + "level"));
  }

  /** In order of the paths. */
  private static List<FieldDifference> differences(
      ComparedRecord baseline, ComparedRecord candidate) {
    Map<String, String> before = baseline.fields();
    Map<String, String> after = candidate.fields();
    SortedSet<String> fields = new TreeSet<>(before.keySet());
    fields.addAll(after.keySet());
    List<FieldDifference> differences = new ArrayList<>();
    for (String field : fields) {
      if (!Objects.equals(before.get(field), after.get(field))) {
        differences.add(
            new FieldDifference(
                field, before.getOrDefault(field, ""), after.getOrDefault(field, "")));
      }
    }
    return differences;
  }

  private static boolean concernsAll(String field) {
    return !field.startsWith(ENVIRONMENT)
        && !field.startsWith(INTERVALS)
        && OUTPUTS.stream().noneMatch(field::startsWith);
  }

  /** The total loss, of no output, is of all of them. */
  private static boolean concerns(String field, String output) {
    return OUTPUTS.stream()
        .anyMatch(
            prefix ->
                output.isEmpty()
                    ? field.startsWith(prefix)
                    : field.startsWith(prefix + output + "]"));
  }
}
