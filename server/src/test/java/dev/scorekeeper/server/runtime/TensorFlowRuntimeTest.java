package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.runtime.RuntimeConfig.Device;
import dev.scorekeeper.server.runtime.RuntimeConfig.Executor;
import dev.scorekeeper.server.runtime.RuntimeConfig.Fusion;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.scoring.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting TensorFlow, and its settings. */
final class TensorFlowRuntimeTest {

  @TempDir Path folder;

  @Test
  void describe_saysWhatComputes() {
    assertThat(TestModels.runtime().version()).startsWith("2.");
    assertThat(TestModels.runtime().describe()).contains("CPU, oneDNN on, 1 thread(s)");
  }

  @Test
  void start_withoutGpu_refusesToPretend() {
    RuntimeConfig config =
        new RuntimeConfig(Device.GPU, 0.5, 1, true, Executor.DEFAULT, false, Fusion.AUTO, "");
    RuntimeStartException problem =
        assertThrows(
            RuntimeStartException.class, () -> TensorFlowRuntime.start(config, StartProgress.NONE));
    assertThat(problem).hasMessageThat().contains("runtime.device");
  }

  @Test
  void singleThreadedExecutor_refusesOldControlFlowOnly() throws Exception {
    RuntimeConfig config =
        new RuntimeConfig(Device.CPU, 0, 1, true, Executor.SINGLE_THREADED, true, Fusion.AUTO, "");
    try (LoadedModel model =
        TensorFlowRuntime.start(config, StartProgress.NONE)
            .loader()
            .load(
                new ModelId("digits", 1),
                TestModels.folder("digits").resolve("1"),
                LoadOptions.defaults())) {
      assertThat(model.signatures()).containsKey("serving_default");
    } catch (ProblemException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void checkWritable_notAFolder_namesFolderAndSetting() throws Exception {
    Path blocked = Files.createFile(folder.resolve("file")).resolve("cache");
    RuntimeStartException problem =
        assertThrows(RuntimeStartException.class, () -> NativeLibrary.checkWritable(blocked));
    assertThat(problem).hasMessageThat().contains(blocked.toString());
    assertThat(problem).hasMessageThat().contains("runtime.cache_directory");
  }

  @Test
  void checkWritable_writableFolder_leavesNothingBehind() throws Exception {
    NativeLibrary.checkWritable(folder.resolve("a/b"));
    assertThat(folder.resolve("a/b").toFile().list()).isEmpty();
  }

  @Test
  void isOneDnnOn_followsTensorFlow() {
    assertThat(TensorFlowRuntime.isOneDnnOn(null)).isTrue();
    assertThat(TensorFlowRuntime.isOneDnnOn("1")).isTrue();
    assertThat(TensorFlowRuntime.isOneDnnOn("0")).isFalse();
    assertThat(TensorFlowRuntime.isOneDnnOn("false")).isFalse();
  }

  @Test
  void defaults_areThoseOfKeras() {
    RuntimeConfig defaults = RuntimeConfig.defaults();
    assertThat(defaults.device()).isEqualTo(Device.AUTO);
    assertThat(defaults.intraOpThreads()).isEqualTo(1);
    assertThat(defaults.onednn()).isTrue();
    assertThat(defaults.constantFolding()).isFalse();
    assertThat(defaults.executor()).isEqualTo(Executor.AUTO);
    assertThat(defaults.fusion()).isEqualTo(Fusion.AUTO);
  }

  @Test
  void config_outOfRange_throws() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new RuntimeConfig(Device.AUTO, 1.5, 1, true, Executor.DEFAULT, false, Fusion.AUTO, ""));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new RuntimeConfig(Device.AUTO, 0, -1, true, Executor.DEFAULT, false, Fusion.AUTO, ""));
  }
}
