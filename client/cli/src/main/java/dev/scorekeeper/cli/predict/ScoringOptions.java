package dev.scorekeeper.cli.predict;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a person asked of the scoring of a file.
 *
 * @param signature empty for the default
 * @param outputs empty for all
 * @param label empty for none
 * @param rowsPerRequest absent to choose by the model
 * @param oneArray true when the result must be a single array
 */
public record ScoringOptions(
    String model,
    OptionalLong version,
    String label,
    String signature,
    List<String> outputs,
    List<String> softmax,
    List<String> sigmoid,
    boolean classes,
    OptionalInt topK,
    OptionalDouble threshold,
    OptionalInt rowsPerRequest,
    int inFlight,
    boolean oneArray) {
  public ScoringOptions {
    outputs = List.copyOf(outputs);
    softmax = List.copyOf(softmax);
    sigmoid = List.copyOf(sigmoid);
  }

  /** The newest version that serves, its default signature, all outputs as they are. */
  public static ScoringOptions plain(String model) {
    return plain(model, OptionalLong.empty(), "");
  }

  /** The same of a version, or the newest, and a signature, or the default. */
  public static ScoringOptions plain(String model, OptionalLong version, String signature) {
    return plain(model, version, "", signature);
  }

  /** The same of the version that a label stands for, unless that is empty. */
  public static ScoringOptions plain(
      String model, OptionalLong version, String label, String signature) {
    return new ScoringOptions(
        model,
        version,
        label,
        signature,
        List.of(),
        List.of(),
        List.of(),
        false,
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        1,
        false);
  }
}
