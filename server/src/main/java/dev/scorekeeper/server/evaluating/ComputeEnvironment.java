package dev.scorekeeper.server.evaluating;

/**
 * What computes evaluations in this process.
 *
 * @param runtime such as {@code TensorFlow 2.18.0}
 * @param settings that change last bits, such as {@code onednn=on,intra_op_threads=1}
 * @param processor and what it can do
 * @param device {@code cpu} or {@code gpu}
 */
public record ComputeEnvironment(
    String serverVersion,
    String serverCommit,
    String runtime,
    String settings,
    String processor,
    String device) {}
