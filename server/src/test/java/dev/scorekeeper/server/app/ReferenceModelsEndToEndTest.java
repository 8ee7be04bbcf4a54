package dev.scorekeeper.server.app;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.v1.PredictResponse;
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

  private static @Nullable TestServer started;

  @AfterAll
  static void stop() {
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
    TestServer server =
        TestServer.start(
            models,
            folder.resolve("state"),
            "models.digits.versions={all: true}",
            "admission.max_queue_delay=60s",
            "batching.max_rows=4096");
    started = server;
    return KerasModels.CASES.stream()
        .filter(testCase -> Files.isDirectory(models.resolve(testCase.model())))
        .map(testCase -> dynamicTest(testCase.toString(), () -> check(server, root, testCase)));
  }

  private static void check(TestServer server, Path root, KerasModels.Case testCase)
      throws Exception {
    Path model = root.resolve(testCase.model());
    KerasModels.Data data = KerasModels.data(server, model, testCase);
    Npy expected = KerasModels.expected(model, testCase);
    PredictResponse response = server.predict(data.request(0, data.rowCount()));
    KerasModels.assertEqual(testCase, response, expected);
  }
}
