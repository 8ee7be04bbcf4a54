package dev.scorekeeper.server.runtime;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.RewriterConfig;

/** Makes a session's settings of ours. */
final class SessionSettings {

  /** Runs every operation in the thread that called. */
  private static final int CALLING_THREAD = -1;

  private SessionSettings() {}

  /**
   * @param useGpu whether the session may use a GPU; the calling thread only works with one device
   * @param controlFlow whether the graph has control flow: loops and branches are what the
   *     single-threaded executor lacks
   */
  static byte[] serialize(RuntimeConfig config, boolean useGpu, boolean controlFlow) {
    ConfigProto.Builder proto =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(config.intraOpThreads())
            .setAllowSoftPlacement(true);
    if (useGpu) {
      proto.setGpuOptions(gpuOptions(config));
    } else {
      proto.putDeviceCount("GPU", 0).setInterOpParallelismThreads(CALLING_THREAD);
    }
    boolean single =
        switch (config.executor()) {
          case AUTO -> !controlFlow && !useGpu;
          case DEFAULT -> false;
          case SINGLE_THREADED -> true;
        };
    if (single) {
      proto.getExperimentalBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR");
    }
    if (!config.constantFolding()) {
      // Keras runs its functions with constants as arguments, which are not folded; folding makes a
      // division by a constant a multiplication, which changes the last bit.
      proto
          .getGraphOptionsBuilder()
          .getRewriteOptionsBuilder()
          .setConstantFolding(RewriterConfig.Toggle.OFF);
    }
    return proto.build().toByteArray();
  }

  private static GPUOptions gpuOptions(RuntimeConfig config) {
    GPUOptions.Builder options = GPUOptions.newBuilder();
    if (config.gpuMemoryFraction() > 0) {
      options.setPerProcessGpuMemoryFraction(config.gpuMemoryFraction());
    } else {
      options.setAllowGrowth(true);
    }
    return options.build();
  }
}
