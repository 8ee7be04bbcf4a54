package dev.scorekeeper.server.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_Version;

import dev.scorekeeper.server.scoring.ModelLoader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.proto.MetaGraphDef;

/**
 * TensorFlow in this process, ready to load models. Needs no closing: the library stays until the
 * process ends.
 */
public final class TensorFlowRuntime {

  private static final Logger logger = LoggerFactory.getLogger(TensorFlowRuntime.class);

  /** Environment variable by which TensorFlow decides about oneDNN, once, when it is loaded. */
  public static final String ONEDNN_VARIABLE = "TF_ENABLE_ONEDNN_OPTS";

  private final RuntimeConfig config;
  private final int gpus;

  private TensorFlowRuntime(RuntimeConfig config, int gpus) {
    this.config = config;
    this.gpus = gpus;
  }

  /**
   * Unpacks (on the first start), loads and checks the native library. Blocks, see {@link
   * StartProgress}.
   *
   * @throws RuntimeStartException when it cannot be used, or lacks the device that is asked for
   */
  public static TensorFlowRuntime start(RuntimeConfig config, StartProgress progress)
      throws RuntimeStartException {
    NativeLibrary.load(config.cacheDirectory(), progress);
    boolean lookForGpu = config.device() != RuntimeConfig.Device.CPU;
    GraphIndex nothing = new GraphIndex(MetaGraphDef.getDefaultInstance());
    int gpus = lookForGpu ? Devices.countGpus(SessionSettings.serialize(config, true, nothing)) : 0;
    if (config.device() == RuntimeConfig.Device.GPU && gpus == 0) {
      throw new RuntimeStartException(
          "runtime.device is gpu, but TensorFlow finds none. The build needs the GPU natives"
              + " (mvn -Pgpu), the machine a driver; or set runtime.device to cpu or auto.");
    }
    TensorFlowRuntime runtime = new TensorFlowRuntime(config, gpus);
    runtime.reportOneDnn();
    return runtime;
  }

  private void reportOneDnn() {
    boolean active = isOneDnnOn(System.getenv(ONEDNN_VARIABLE));
    if (active != config.onednn()) {
      logger.warn(
          "runtime.onednn is {}, but oneDNN is {} in this process: it is decided by the environment"
              + " before the process starts. Start with {}={} (`scorekeeper serve` does)."
              + " Outputs differ in their last bits, and the speed of some models a lot.",
          config.onednn(),
          active ? "on" : "off",
          ONEDNN_VARIABLE,
          config.onednn() ? 1 : 0);
    }
  }

  /** What TensorFlow makes of the variable: on by default, off for 0 and false. */
  static boolean isOneDnnOn(@Nullable String variable) {
    return variable == null
        || !(variable.strip().equals("0") || variable.strip().equalsIgnoreCase("false"));
  }

  /** A loader for models on this runtime's device. */
  public ModelLoader loader() {
    return new TensorFlowModelLoader(config, gpus > 0);
  }

  /** Version of the native library, such as {@code 2.18.0}. */
  public String version() {
    return TF_Version().getString(StandardCharsets.UTF_8);
  }

  /** {@code cpu} or {@code gpu}. */
  public String device() {
    return gpus == 0 ? "cpu" : "gpu";
  }

  /** Settings that may change the last bits of outputs, such as {@code onednn=on}. */
  public String bitSettings() {
    return "onednn=%s,intra_op_threads=%d,executor=%s,constant_folding=%s,fusion=%s"
        .formatted(
            isOneDnnOn(System.getenv(ONEDNN_VARIABLE)) ? "on" : "off",
            config.intraOpThreads(),
            config.executor().name().toLowerCase(Locale.ROOT),
            config.constantFolding() ? "on" : "off",
            config.fusion().name().toLowerCase(Locale.ROOT));
  }

  /** One line about what computes and how, for status pages and logs. */
  public String describe() {
    return "TensorFlow "
        + version()
        + " on "
        + (gpus == 0 ? "CPU" : gpus + " GPU")
        + ", oneDNN "
        + (isOneDnnOn(System.getenv(ONEDNN_VARIABLE)) ? "on" : "off")
        + ", "
        + (config.intraOpThreads() == 0 ? "all cores" : config.intraOpThreads() + " thread(s)")
        + " an operation";
  }
}
