package dev.scorekeeper.server.runtime;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.config.Setting;

/** Settings of the TensorFlow runtime: one set for the process. */
public record RuntimeConfig(
    @Setting(
            "Where models run: auto (a GPU when the natives and the machine have one), cpu or gpu"
                + " (refuses to start without one).")
        Device device,
    @Setting(
            value =
                "Part of the GPU's memory taken at start, 0 to 1. 0: grow as needed. Without effect"
                    + " on a CPU.",
            min = "0",
            max = "1")
        double gpuMemoryFraction,
    @Setting(
            value =
                "Threads inside one operation. 1: a run stays in its own thread, which gives the most"
                    + " rows a second; 0: one per core, for large models and few callers.",
            min = "0",
            max = "1024")
        int intraOpThreads,
    @Setting(
            "Whether oneDNN's kernels are used. Faster for convolutions, slower for tiny models. It is a"
                + " switch of the whole process, which `serve` sets in the environment"
                + " (TF_ENABLE_ONEDNN_OPTS); a server started otherwise says so when they disagree.")
        boolean onednn,
    @Setting(
            "How a graph is walked: auto (single_threaded, or default for graphs with control flow),"
                + " default, or single_threaded, which costs less for tiny models and refuses to load"
                + " graphs with old control flow.")
        Executor executor,
    @Setting(
            "Whether TensorFlow may compute constant parts of a graph beforehand, and divide by them by"
                + " multiplying. Off: outputs equal Keras' bit for bit. On: graphs with frozen"
                + " variables run faster.")
        boolean constantFolding,
    @Setting(
            "Whether TensorFlow may fuse a multiplication or convolution with the bias and activation"
                + " behind it: auto (on a CPU only where fused activations give other bits: sigmoid,"
                + " tanh, elu and the like), always or never. Fused ones take up to twice the time in"
                + " small models; with never, the last bits behind such an activation are not"
                + " Keras'.")
        Fusion fusion,
    @Setting(
            "Folder for the unpacked native libraries (700 MB). Empty: .javacpp/cache in the home"
                + " folder.")
        String cacheDirectory) {

  /** What computes. */
  public enum Device {
    AUTO,
    CPU,
    GPU
  }

  /** TensorFlow's executors. */
  public enum Executor {
    /** What suits the graph. */
    AUTO,
    DEFAULT,
    SINGLE_THREADED
  }

  /** Whether operations are fused. */
  public enum Fusion {
    /** Where the bits depend on it. */
    AUTO,
    ALWAYS,
    NEVER
  }

  public RuntimeConfig {
    requireNonNull(device, "device is null");
    requireNonNull(executor, "executor is null");
    requireNonNull(fusion, "fusion is null");
    requireNonNull(cacheDirectory, "cacheDirectory is null");
    if (!(gpuMemoryFraction >= 0 && gpuMemoryFraction <= 1)) {
      throw new IllegalArgumentException(
          "gpu_memory_fraction must be 0 to 1: " + gpuMemoryFraction);
    }
    if (intraOpThreads < 0) {
      throw new IllegalArgumentException("intra_op_threads must be >= 0: " + intraOpThreads);
    }
  }

  /** The settings under which outputs equal Keras' bit for bit. */
  public static RuntimeConfig defaults() {
    return new RuntimeConfig(Device.AUTO, 0, 1, true, Executor.AUTO, false, Fusion.AUTO, "");
  }
}
