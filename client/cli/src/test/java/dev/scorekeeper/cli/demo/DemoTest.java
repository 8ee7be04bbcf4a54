package dev.scorekeeper.cli.demo;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.cli.text.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration from beginning to end, with a stand-in for the server's program. */
final class DemoTest {
  private static final Path MODELS = Path.of("../../server/models");

  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream progressText = new ByteArrayOutputStream();

  private ProgressLine progress() {
    PrintStream stream = new PrintStream(progressText, true, StandardCharsets.UTF_8);
    return new ProgressLine(new Terminal(stream, stream, false, false), System::nanoTime);
  }

  private DemoSettings settings(String script) throws IOException {
    Path launcher = folder.resolve("launcher");
    Files.writeString(launcher, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    return new DemoSettings(
        launcher, MODELS, freePort(), freePort(), Duration.ofMillis(50), Duration.ofMillis(200));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String fakeServer() {
    return "exec '%s/bin/java' -cp '%s' dev.scorekeeper.cli.FakeServerMain \"$@\""
        .formatted(System.getProperty("java.home"), System.getProperty("java.class.path"));
  }

  @Test
  void run_againstAServer_scoresMeasuresAndStopsIt() throws Exception {
    DemoSettings settings = settings(fakeServer());
    DemoReport report;
    try (DemoServer server = DemoServer.start(settings, progress())) {
      report = new Demo(settings, server, progress()).run();
    }
    JsonObject json = JsonParser.parseString(report.toJson()).getAsJsonObject();
    assertThat(json.get("rows").getAsInt()).isEqualTo(450);
    // The stand-in takes every image for a 0.
    assertThat(json.get("correct").getAsInt()).isEqualTo(45);
    assertThat(json.get("mean_batch").getAsDouble()).isEqualTo(100);
    assertThat(json.get("rows_per_second").getAsDouble()).isGreaterThan(0);
    assertThat(json.get("p99_ms").getAsDouble()).isAtLeast(json.get("p50_ms").getAsDouble());
    assertThat(progressText.toString(StandardCharsets.UTF_8)).contains("Scoring 450 images");
    // The port is free again: the server is gone.
    try (ServerSocket socket =
        new ServerSocket(settings.port(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.isBound()).isTrue();
    }
  }

  @Test
  void start_serverThatDies_showsTheEndOfItsLog() throws IOException {
    DemoSettings settings = settings("echo the reason why; exit 3");
    CommandException e =
        assertThrows(CommandException.class, () -> DemoServer.start(settings, progress()));
    assertThat(e).hasMessageThat().startsWith("The server stopped while it started.");
    assertThat(e).hasMessageThat().contains("the reason why");
  }

  @Test
  void start_portInUse_saysWhichOptionHelps() throws IOException {
    DemoSettings settings = settings("exit 0");
    try (ServerSocket taken =
        new ServerSocket(settings.httpPort(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      CommandException e =
          assertThrows(CommandException.class, () -> DemoServer.start(settings, progress()));
      assertThat(e)
          .hasMessageThat()
          .isEqualTo(
              "Port %d is in use: stop what runs there, or choose another with --http-port."
                  .formatted(settings.httpPort()));
    }
  }

  @Test
  void toText_report_isATableWithWhatToTryNext() {
    DemoSettings settings =
        new DemoSettings(
            Path.of("scorekeeper"), Path.of("models"), 8500, 8501, Duration.ZERO, Duration.ZERO);
    String text =
        new DemoReport(450, 442, 256, 100_000, 4, 2.5, 9.75, 61.2, 3.4).toText(settings, false);
    assertThat(text)
        .isEqualTo(
            """
            images scored                              450
            of them correct                   442 (98.2 %)
            concurrent calls, one image each           256
            images a second                         25,000
            latency, median                        2.50 ms
            latency, 99th percentile               9.75 ms
            images in a batch, mean                   61.2
            server ready after                      3.40 s

            Try next:
              ./scorekeeper demo --keep                 the same, and go on serving; then
              ./scorekeeper models
              ./scorekeeper status --watch
              ./scorekeeper predict digits --classes --data models/digits/data/image.npy
              curl localhost:8501/metrics""");
  }
}
