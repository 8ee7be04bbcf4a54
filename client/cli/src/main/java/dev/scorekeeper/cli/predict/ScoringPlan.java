package dev.scorekeeper.cli.predict;

import dev.scorekeeper.cli.data.InputSpec;
import dev.scorekeeper.v1.PredictRequest;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How rows of a file become requests, and answers become columns.
 *
 * @param template the request without its inputs
 * @param inputs what each row must have
 * @param withClasses outputs that get a column with the index of their largest element
 * @param threshold when present, the floating-point outputs get a column that says whether they are
 *     above
 * @param classesOnly true to write the indices and decisions alone, without the scores
 * @param rowsPerRequest at least 1
 * @param inFlight requests under way at a time, at least 1
 */
public record ScoringPlan(
    PredictRequest template,
    List<InputSpec> inputs,
    Set<String> withClasses,
    OptionalDouble threshold,
    boolean classesOnly,
    int rowsPerRequest,
    int inFlight) {
  public ScoringPlan {
    inputs = List.copyOf(inputs);
    withClasses = Set.copyOf(withClasses);
  }
}
