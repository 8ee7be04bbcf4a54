package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.app.CommandLine.MisuseException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CommandLineTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new ServerMain(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
        .run(arguments);
  }

  @Test
  void parse_everyOption_becomesASetting() throws MisuseException {
    CommandLine line =
        CommandLine.parse(
            "--config",
            "c.yaml",
            "--models=m",
            "--port",
            "1",
            "--http-port=2",
            "--json",
            "--set",
            "batching.max_wait=2ms");
    assertThat(line.config()).hasValue(Path.of("c.yaml"));
    assertThat(line.settings())
        .containsExactly("models_folder=m", "grpc.port=1", "http.port=2", "batching.max_wait=2ms")
        .inOrder();
    assertThat(line.json()).isTrue();
    assertThat(line.help()).isFalse();
  }

  @Test
  void parse_nothing_defaults() throws MisuseException {
    CommandLine line = CommandLine.parse();
    assertThat(line.config()).isEmpty();
    assertThat(line.settings()).isEmpty();
  }

  @Test
  void parse_wrong_saysWhat() {
    assertThat(assertThrows(MisuseException.class, () -> CommandLine.parse("--prot", "1")))
        .hasMessageThat()
        .contains("unknown option '--prot'");
    assertThat(assertThrows(MisuseException.class, () -> CommandLine.parse("--port")))
        .hasMessageThat()
        .contains("--port wants a value");
    assertThat(assertThrows(MisuseException.class, () -> CommandLine.parse("--set", "x")))
        .hasMessageThat()
        .contains("KEY=VALUE");
  }

  @Test
  void run_help_usageOnStandardOutput() {
    assertThat(run("--help")).isEqualTo(0);
    assertThat(out.toString(UTF_8)).contains("Usage: scorekeeper serve");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void run_misused_usageOnStandardError() {
    assertThat(run("--nonsense")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("unknown option '--nonsense'");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void run_settingOutOfRange_refusedWithTheRange() {
    assertThat(run("--port", "70000")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("command line: grpc.port: 70000 is out of range");
  }

  @Test
  void run_configFileMissing_refused() {
    assertThat(run("--config", "no-such-file.yaml")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("no-such-file.yaml: cannot be read");
  }
}
