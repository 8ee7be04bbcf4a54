package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static dev.scorekeeper.server.app.EvaluationClient.header;
import static dev.scorekeeper.server.app.EvaluationClient.output;
import static dev.scorekeeper.server.app.EvaluationClient.value;

import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.plugin.WithinShare;
import dev.scorekeeper.server.evaluation.spec.Canonical;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.PlugIn;
import io.grpc.ManagedChannel;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics out of a jar on the class path of a server, which has none of the tests' classes. */
final class PlugInEndToEndTest {

  private static final String SERVICE = "META-INF/services/" + MetricFactory.class.getName();
  private static final String WITHIN = "WithinShare(share=0.5)";

  @TempDir Path folder;

  private Path models = Path.of("");

  @BeforeEach
  void copyModels() throws Exception {
    models = ModelFolders.copy(folder.resolve("models"), "diabetes");
  }

  /** What the server itself runs with. */
  private static Stream<String> classPath() {
    String testClasses = codeOf(PlugInEndToEndTest.class).toString();
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).toString().equals(testClasses));
  }

  private static Path codeOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private ServerProcess start(Path jar) throws IOException {
    String classPath =
        Stream.concat(classPath(), Stream.of(jar.toString()))
            .collect(Collectors.joining(File.pathSeparator));
    return ServerProcess.startWith(
        classPath,
        folder.resolve("errors.log"),
        "--models",
        models.toString(),
        "--port=0",
        "--http-port=0",
        "--json",
        "--set",
        "warmup.enabled=false",
        "--set",
        "evaluation.low_priority=false",
        "--set",
        "state_folder=" + folder.resolve("state"));
  }

  /** A jar with the classes of a plug-in, and the services that it states. */
  private Path jar(String services) throws IOException {
    Path jar = folder.resolve("within.jar");
    Path classes = codeOf(WithinShare.class);
    Path inside = classes.resolve(WithinShare.class.getName().replace('.', '/')).getParent();
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> found = Files.list(inside)) {
      List<Path> own =
          found
              .filter(path -> path.getFileName().toString().matches("WithinShare(\\$.*)?\\.class"))
              .sorted()
              .toList();
      for (Path path : own) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
      }
      out.putNextEntry(new JarEntry(SERVICE));
      out.write(services.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static Evaluation evaluate(int port) throws Exception {
    LabelledData data =
        new LabelledData()
            .input("diabetes", "features", "features")
            .label("diabetes", "output_0", "label");
    EvaluationHeader header = header("diabetes", output("output_0", "mse", WITHIN)).build();
    ManagedChannel channel = TestServer.connect(port);
    try {
      return new EvaluationClient(channel).evaluate(data.stream(header, data.all(), 64, 1));
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void evaluate_metricOfAJar_isComputedAndTheJarIsInTheRecord() throws Exception {
    Path jar = jar(WithinShare.class.getName());
    String sha256 =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    try (ServerProcess server = start(jar)) {
      Evaluation record = evaluate(server.awaitReady());

      assertThat(record.getEnvironment().getPlugInsList())
          .containsExactly(
              PlugIn.newBuilder()
                  .setFile("within.jar")
                  .setSha256(sha256)
                  .addMetrics("within_share")
                  .build());
      assertThat(value(record, "within_share")).isGreaterThan(0.5);
      assertThat(value(record, "within_share")).isLessThan(1.0);
      assertThat(record.getValues(1).getCanonical()).isEqualTo("within_share(share=0.5)");
      assertThat(record.getValues(1).getKey().getDigest())
          .isEqualTo(
              Canonical.digest(
                  new MetricIdentity(
                      "within_share",
                      "within_share",
                      "example/1 sha256:" + sha256,
                      "within_share(share=0.5)",
                      "",
                      false,
                      Direction.HIGHER)));
    }
  }

  @Test
  void start_jarThatNamesAClassThatIsNotThere_endsWithASentence() throws Exception {
    try (ServerProcess server = start(jar("org.example.Nothing"))) {
      assertThat(server.awaitExit()).isNotEqualTo(0);
      assertThat(server.errors()).contains("A plug-in of metrics cannot be loaded");
      assertThat(server.errors()).contains("org.example.Nothing");
      assertThat(server.errors()).doesNotContain("\tat ");
    }
  }
}
