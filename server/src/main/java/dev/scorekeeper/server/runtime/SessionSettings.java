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
   */
  static byte[] serialize(RuntimeConfig config, boolean useGpu, GraphIndex graph) {
    ConfigProto.Builder proto =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(config.intraOpThreads())
            .setAllowSoftPlacement(true);
    if (useGpu) {
      proto.setGpuOptions(gpuOptions(config));
    } else {
      proto.putDeviceCount("GPU", 0).setInterOpParallelismThreads(CALLING_THREAD);
    }
    if (isSingleThreaded(config, useGpu, graph)) {
      proto.getExperimentalBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR");
    }
    RewriterConfig.Builder rewrites = proto.getGraphOptionsBuilder().getRewriteOptionsBuilder();
    if (!config.constantFolding()) {
      // Keras runs its functions with constants as arguments, which are not folded; folding makes a
      // division by a constant a multiplication, which changes the last bit.
      rewrites.setConstantFolding(RewriterConfig.Toggle.OFF);
    }
    if (!fuses(config, useGpu, graph)) {
      rewrites.setRemapping(RewriterConfig.Toggle.OFF);
    }
    return proto.build().toByteArray();
  }

  private static boolean isSingleThreaded(RuntimeConfig config, boolean useGpu, GraphIndex graph) {
    return switch (config.executor()) {
      // Loops and branches are what it lacks.
      case AUTO -> !useGpu && !ControlFlow.isIn(graph);
      case DEFAULT -> false;
      case SINGLE_THREADED -> true;
    };
  }

  private static boolean fuses(RuntimeConfig config, boolean useGpu, GraphIndex graph) {
    return switch (config.fusion()) {
      case AUTO -> useGpu || Fusions.mayChangeBits(graph);
      case ALWAYS -> true;
      case NEVER -> false;
    };
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
