package dev.scorekeeper.server.app;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes over the wire equals what Keras computed, for every bundled model. */
final class KerasEqualityEndToEndTest {

  @TempDir static Path folder;

  private static @Nullable EqualityChecks checks;

  @BeforeAll
  static void start() throws Exception {
    Path models = folder.resolve("models");
    for (String name : KerasModels.names()) {
      ModelFolders.copy(models, name);
    }
    checks = new EqualityChecks("Bundled models", models);
  }

  @AfterAll
  static void stop() throws Exception {
    if (checks != null) {
      checks.close();
    }
  }

  static List<KerasModels.Case> cases() {
    return KerasModels.CASES;
  }

  private static Path source(KerasModels.Case testCase) {
    return ModelFolders.source(testCase.model());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predict_allRowsInOneRun_equalsKeras(KerasModels.Case testCase) throws Exception {
    requireNonNull(checks).oneRun(testCase, source(testCase));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predict_aloneAndInChunks_closeToKeras(KerasModels.Case testCase) throws Exception {
    requireNonNull(checks).aloneAndInChunks(testCase, source(testCase));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predict_manyCallersAtOnce_eachGetsItsOwnRows(KerasModels.Case testCase) throws Exception {
    requireNonNull(checks).manyCallers(testCase, source(testCase));
  }
}
