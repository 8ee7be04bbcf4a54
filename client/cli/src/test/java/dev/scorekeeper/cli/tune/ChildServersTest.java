package dev.scorekeeper.cli.tune;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.cli.load.PreparedRequests;
import dev.scorekeeper.cli.load.SyntheticRows;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers in processes of their own, with a stand-in for the server's program. */
final class ChildServersTest {
  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  private ChildServers servers(String model) throws IOException {
    Files.createDirectories(folder.resolve("models").resolve(model));
    Path launcher = folder.resolve("launcher");
    Files.writeString(
        launcher,
        "#!/bin/sh\necho \"$@\" > '%s/words'\nexec '%s/bin/java' -cp '%s' dev.scorekeeper.cli.FakeServerMain \"$@\"\n"
            .formatted(
                folder, System.getProperty("java.home"), System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    PrintStream stream = new PrintStream(progress, true, StandardCharsets.UTF_8);
    return new ChildServers(
        new ChildServers.Subject(
            launcher,
            folder.resolve("models"),
            model,
            List.of("--config", "base.yaml"),
            Duration.ofMillis(30),
            Duration.ofMillis(100)),
        (protocol, inputs, rows) ->
            PreparedRequests.synthetic(protocol, new SyntheticRows(inputs, 4, 10, 1), rows),
        new ProgressLine(new Terminal(stream, stream, false, false), System::nanoTime));
  }

  @Test
  void start_withASetting_servesMeasuresAndStops() throws IOException, InterruptedException {
    ChildServers servers = servers("double");
    try (TrialServer server = servers.start(List.of(new Setting("runtime.onednn", "false")))) {
      assertThat(server.batching().getBestBatchRows()).isEqualTo(256);
      assertThat(server.rowsPerSecond(new LoadPoint(2, 3))).isGreaterThan(0);
    }
    String words = Files.readString(folder.resolve("words"));
    assertThat(words).startsWith("serve --models ");
    assertThat(words).contains("--config base.yaml");
    assertThat(words).contains("--set state_folder=");
    assertThat(words).contains("--set runtime.onednn=false");
    assertThat(progress.toString(StandardCharsets.UTF_8)).contains("Stopping a server");
  }

  @Test
  void start_modelThatDoesNotServe_stopsTheServerAndSaysWhy() throws IOException {
    ChildServers servers = servers("truncated");
    CommandException e = assertThrows(CommandException.class, () -> servers.start(List.of()));
    assertThat(e).hasMessageThat().contains("no version that is serving");
  }
}
