package dev.scorekeeper.server.app;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models kept elsewhere equal Keras too: those in the folder that the system property {@code
 * scorekeeper.models} names. Without it there is nothing to test here.
 */
final class ReferenceModelsEndToEndTest {

  @TempDir static Path folder;

  private static @Nullable EqualityChecks started;

  @AfterAll
  static void stop() throws Exception {
    if (started != null) {
      started.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> predict_referenceModels_equalKeras() throws Exception {
    Optional<Path> given =
        Optional.ofNullable(System.getProperty("scorekeeper.models")).map(Path::of);
    if (given.isEmpty()) {
      return Stream.empty();
    }
    Path root = given.get();
    Path models = folder.resolve("models");
    for (String name : KerasModels.names()) {
      if (Files.isDirectory(root.resolve(name))) {
        ModelFolders.copyModel(root.resolve(name), models.resolve(name));
      }
    }
    EqualityChecks checks = new EqualityChecks("Reference models", models);
    started = checks;
    return KerasModels.CASES.stream()
        .filter(testCase -> Files.isDirectory(models.resolve(testCase.model())))
        .map(testCase -> dynamicTest(testCase.toString(), () -> check(checks, root, testCase)));
  }

  private static void check(EqualityChecks checks, Path root, KerasModels.Case testCase)
      throws Exception {
    Path model = root.resolve(testCase.model());
    checks.oneRun(testCase, model);
    checks.aloneAndInChunks(testCase, model);
    checks.manyCallers(testCase, model);
  }
}
