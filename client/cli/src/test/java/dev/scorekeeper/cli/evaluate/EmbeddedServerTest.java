package dev.scorekeeper.cli.evaluate;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.cli.text.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers for one evaluation, with a stand-in for the server's program. */
final class EmbeddedServerTest {
  @TempDir private Path folder = Path.of("");

  private static ProgressLine progress() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new ProgressLine(new Terminal(nowhere, nowhere, false, false), System::nanoTime);
  }

  private Path model(String path) throws IOException {
    Path version = Files.createDirectories(folder.resolve(path));
    Files.writeString(version.resolve("saved_model.pb"), "");
    return version;
  }

  /** Writes down what it is called with and what is in the folder of models, then serves. */
  private Path launcher() throws IOException {
    Path launcher = folder.resolve("launcher");
    Files.writeString(
        launcher,
        "#!/bin/sh\necho \"$@\" > '%s'; ls -d \"$3\"/*/* >> '%s'; exec '%s/bin/java' -cp '%s' dev.scorekeeper.cli.FakeServerMain \"$@\"\n"
            .formatted(
                folder.resolve("called"),
                folder.resolve("called"),
                System.getProperty("java.home"),
                System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    return launcher;
  }

  @Test
  void find_folders_areVersionModelOrModels() throws IOException {
    Path version = model("models/digits/3");
    Path alone = model("exported");
    model("models/wine/1");
    ModelFolder one = ModelFolder.find(version, "");
    assertThat(one.model()).isEqualTo("digits");
    assertThat(one.oneVersion()).isTrue();
    assertThat(one.version()).isEqualTo("3");
    ModelFolder unnamed = ModelFolder.find(alone, "");
    assertThat(unnamed.model()).isEqualTo("exported");
    assertThat(unnamed.version()).isEqualTo("1");
    ModelFolder model = ModelFolder.find(folder.resolve("models/digits"), "");
    assertThat(model.model()).isEqualTo("digits");
    assertThat(model.oneVersion()).isFalse();
    assertThat(ModelFolder.find(folder.resolve("models/digits"), "mine").model()).isEqualTo("mine");
    ModelFolder ofMany = ModelFolder.find(folder.resolve("models"), "wine");
    assertThat(ofMany.folder()).isEqualTo(folder.resolve("models/wine").toRealPath());
  }

  @Test
  void find_whatIsNoModel_saysWhatIsThere() throws IOException {
    model("models/digits/3");
    model("models/wine/1");
    Files.createDirectories(folder.resolve("empty"));
    assertMessage("empty", "", 1, "holds no model");
    assertMessage("models", "", 2, "Several models are in");
    assertMessage("models", "nope", 1, "There is no model nope");
    assertMessage("nowhere", "", 1, "There is no folder");
  }

  private void assertMessage(String path, String model, int exitCode, String message) {
    CommandException e =
        assertThrows(CommandException.class, () -> ModelFolder.find(folder.resolve(path), model));
    assertThat(e).hasMessageThat().contains(message);
    assertThat(e.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void start_version_isServedAloneAndStopped() throws Exception {
    ModelFolder model = ModelFolder.find(model("models/digits/3"), "");
    String target;
    try (EmbeddedServer server = EmbeddedServer.start(launcher(), model, "none", progress())) {
      target = server.target();
      try (ClientServer client = ClientServer.at(target, 1)) {
        assertThat(client.getModel("digits").getName()).isEqualTo("digits");
      }
    }
    String called = Files.readString(folder.resolve("called"));
    assertThat(called).contains("/models/digits/3\n");
    assertThat(called).contains("--set records.url=jdbc:sqlite::memory:");
    Path models = Path.of(called.split(" ", -1)[2]);
    assertThat(Files.exists(models)).isFalse();
    assertThat(Files.exists(folder.resolve("models/digits/3/saved_model.pb"))).isTrue();
    try (ClientServer client = ClientServer.at(target, 1)) {
      assertThat(client.isServing(Duration.ofMillis(200))).isFalse();
    }
  }

  @Test
  void start_recordsElsewhere_areAskedFor() throws Exception {
    model("models/digits/3");
    ModelFolder model = ModelFolder.find(folder.resolve("models/digits"), "");
    try (EmbeddedServer server =
        EmbeddedServer.start(launcher(), model, "jdbc:sqlite:/tmp/r.db", progress())) {
      assertThat(server.target()).startsWith("localhost:");
    }
    assertThat(Files.readString(folder.resolve("called")))
        .contains("--set records.url=jdbc:sqlite:/tmp/r.db");
  }
}
