package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.config.SettingsException;
import dev.scorekeeper.server.lifecycle.ModelPlan;
import dev.scorekeeper.server.lifecycle.VersionPolicy;
import dev.scorekeeper.server.pipeline.ServingVersionLoader.VersionSettings;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerSettingsTest {

  private static final ModelId DIGITS = new ModelId("digits", 1);

  @TempDir Path folder;

  private ServerSettings read(String yaml, String... pairs) throws Exception {
    Path file = Files.writeString(folder.resolve("server.yaml"), yaml);
    return ServerSettings.read(Optional.of(file), List.of(pairs));
  }

  private Path versionWithSideFile(String yaml) throws IOException {
    Path version = Files.createDirectories(folder.resolve("digits/1"));
    Files.writeString(folder.resolve("digits/scorekeeper.yaml"), yaml);
    return version;
  }

  @Test
  void read_nothing_defaults() throws Exception {
    ServerConfig config = ServerSettings.read(Optional.empty(), List.of()).config();
    assertThat(config).isEqualTo(ServerConfig.defaults());
    assertThat(config.grpc().port()).isEqualTo(8500);
    assertThat(config.http().port()).isEqualTo(8501);
    assertThat(config.http().address()).isEqualTo(config.grpc().address());
    assertThat(config.readyModels()).isEqualTo(1);
    assertThat(config.workers()).isAtLeast(1);
  }

  @Test
  void read_fileAndPairs_pairsWin() throws Exception {
    ServerConfig config =
        read("grpc: {port: 1}\nhttp: {port: 2}\nworker_threads: 3\n", "grpc.port=9").config();
    assertThat(config.grpc().port()).isEqualTo(9);
    assertThat(config.http().port()).isEqualTo(2);
    assertThat(config.workers()).isEqualTo(3);
  }

  @Test
  void plans_modelSettings_folderVersionsLabels() throws Exception {
    ServerSettings settings =
        read("models: {digits: {path: /m/d, versions: {all: true}, labels: {stable: 1}}}");
    ModelPlan plan = settings.plans().get("digits");
    assertThat(plan)
        .isEqualTo(
            new ModelPlan(
                Optional.of(Path.of("/m/d")),
                VersionPolicy.ofAll(),
                java.util.Map.of("stable", 1L)));
  }

  @Test
  void settings_batching_serverThenSideFileThenModel() throws Exception {
    Path version = versionWithSideFile("batching: {max_rows: 20, max_wait: 2ms}\n");
    ServerSettings settings =
        read(
            """
            batching: {max_rows: 10, max_wait: 1ms, loop_run_limit: 1ms}
            models: {digits: {batching: {max_rows: 30}}}
            """);
    VersionSettings made = settings.settings(DIGITS, version);
    assertThat(made.batching().maxRows()).isEqualTo(30);
    assertThat(made.batching().maxWait()).isEqualTo(Duration.ofMillis(2));
    assertThat(made.batching().loopRunLimit()).isEqualTo(Duration.ofMillis(1));
    VersionSettings other = settings.settings(new ModelId("other", 1), folder.resolve("other/1"));
    assertThat(other.batching().maxRows()).isEqualTo(10);
  }

  @Test
  void settings_kindsAndTrust_modelWinsOverSideFile() throws Exception {
    Path version = versionWithSideFile("outputs: {a: {kind: logit}, b: {kind: probability}}\n");
    ServerSettings settings =
        read("models: {digits: {trusted: true, outputs: {b: {kind: value}}}}\n");
    VersionSettings made = settings.settings(DIGITS, version);
    assertThat(made.load().trusted()).isTrue();
    assertThat(made.load().declaredKinds())
        .containsExactly("a", OutputKind.LOGIT, "b", OutputKind.VALUE);
  }

  @Test
  void settings_sideFileTrustsItself_refused() throws Exception {
    Path version = versionWithSideFile("trusted: true\n");
    ServerSettings settings = read("");
    ProblemException e =
        assertThrows(ProblemException.class, () -> settings.settings(DIGITS, version));
    assertThat(e.problem().reason()).isEqualTo(Reason.MODEL_UNREADABLE);
    assertThat(e.problem().message()).contains("models.digits.trusted");
  }

  @Test
  void settings_sideFileBroken_namesFileAndLine() throws Exception {
    Path version = versionWithSideFile("batching:\n  padding: 7\n");
    ServerSettings settings = read("");
    ProblemException e =
        assertThrows(ProblemException.class, () -> settings.settings(DIGITS, version));
    assertThat(e.problem().reason()).isEqualTo(Reason.MODEL_UNREADABLE);
    assertThat(e.problem().message()).contains("scorekeeper.yaml:2:");
  }

  @Test
  void read_badValues_everyMistakeWithItsPlace() {
    SettingsException e =
        assertThrows(SettingsException.class, () -> read("drain_grace: -1s\nworker_thread: 3\n"));
    assertThat(e.messages()).hasSize(2);
    assertThat(e).hasMessageThat().contains("server.yaml:1:");
    assertThat(e).hasMessageThat().contains("did you mean 'worker_threads'?");
  }
}
