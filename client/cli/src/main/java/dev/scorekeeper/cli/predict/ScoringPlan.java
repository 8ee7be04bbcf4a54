package dev.scorekeeper.cli.predict;

import dev.scorekeeper.cli.data.InputSpec;
import dev.scorekeeper.client.Prediction;
import dev.scorekeeper.client.RequestedOutput;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How rows of a file become requests, and answers become columns.
 *
 * @param version asked for when no label is
 * @param label empty for none
 * @param outputs what to ask for, at least one
 * @param inputs what each row must have
 * @param withClasses outputs that get a column with the index of their largest element
 * @param threshold when present, the floating-point outputs get a column that says whether they are
 *     above
 * @param classesOnly true to write the indices and decisions alone, without the scores
 * @param rowsPerRequest at least 1
 * @param inFlight requests under way at a time, at least 1
 */
public record ScoringPlan(
    String model,
    long version,
    String label,
    String signature,
    List<RequestedOutput> outputs,
    List<InputSpec> inputs,
    Set<String> withClasses,
    OptionalDouble threshold,
    boolean classesOnly,
    int rowsPerRequest,
    int inFlight) {
  public ScoringPlan {
    outputs = List.copyOf(outputs);
    inputs = List.copyOf(inputs);
    withClasses = Set.copyOf(withClasses);
  }

  /** A request without inputs. */
  Prediction request() {
    Prediction request = Prediction.of(model).signature(signature);
    // One version for the whole file, even when a newer one starts serving meanwhile.
    request = label.isEmpty() ? request.version(version) : request.label(label);
    for (RequestedOutput output : outputs) {
      request = request.output(output);
    }
    return request;
  }
}
