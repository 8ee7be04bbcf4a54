package dev.scorekeeper.cli;

import dev.scorekeeper.cli.predict.ScoringOptions;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Which version and signature of a model a command is about. */
final class Models {
  private Models() {}

  /**
   * A choice without any wishes for the outputs.
   *
   * @param version absent for the newest that serves
   * @param signature empty for the default
   */
  static ScoringOptions choice(String model, @Nullable Long version, String signature) {
    return new ScoringOptions(
        model,
        version == null ? OptionalLong.empty() : OptionalLong.of(version),
        "",
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
