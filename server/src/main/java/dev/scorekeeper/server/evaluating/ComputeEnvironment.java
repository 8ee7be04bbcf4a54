package dev.scorekeeper.server.evaluating;

import java.util.List;

/**
 * What computes evaluations in this process.
 *
 * @param runtime such as {@code TensorFlow 2.18.0}
 * @param settings that change last bits, such as {@code onednn=on,intra_op_threads=1}
 * @param processor and what it can do
 * @param device {@code cpu} or {@code gpu}
 * @param plugIns that provide metrics
 */
public record ComputeEnvironment(
    String serverVersion,
    String serverCommit,
    String runtime,
    String settings,
    String processor,
    String device,
    List<PlugIn> plugIns) {

  /**
   * Code beside the server's own.
   *
   * @param file name of its jar or folder
   * @param sha256 of the jar, or over the files of the folder; lower-case hexadecimal
   * @param metrics ids of the metrics that it provides
   */
  public record PlugIn(String file, String sha256, List<String> metrics) {
    public PlugIn {
      metrics = List.copyOf(metrics);
    }
  }

  public ComputeEnvironment {
    plugIns = List.copyOf(plugIns);
  }
}
