package dev.scorekeeper.server.evaluation.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

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
 */
public final class ComparisonRules {

  private static final String ENVIRONMENT = "environment.";
  private static final String INTERVALS = "spec.intervals.";
  private static final List<String> OUTPUTS = List.of("spec.outputs[", "counts.outputs[");

  private ComparisonRules() {}

  /** A field of two records that differs; empty where it is absent. */
  public record FieldDifference(String field, String baseline, String candidate) {}

  /** Differences because of which no value compares. */
  public static List<FieldDifference> obstacles(ComparedRecord baseline, ComparedRecord candidate) {
    return differences(baseline, candidate).stream()
        .filter(difference -> concernsAll(difference.field()))
        .toList();
  }

  /** Differences because of which the values of one output do not compare. */
  public static List<FieldDifference> obstacles(
      ComparedRecord baseline, ComparedRecord candidate, String output) {
    return differences(baseline, candidate).stream()
        .filter(difference -> concerns(difference.field(), output))
        .toList();
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
