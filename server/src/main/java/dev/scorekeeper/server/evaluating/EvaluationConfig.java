package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.config.DataSize;
import dev.scorekeeper.server.config.Setting;
import java.time.Duration;

/** Settings of evaluations. */
public record EvaluationConfig(
    @Setting(
            value =
                "Rows of each run of the model in an evaluation, whatever the messages hold; the last run"
                    + " is filled up with copies of a row. The last bits of outputs may depend on it, so"
                    + " it is part of the record; a model's own scorekeeper.yaml may say another.",
            min = "1",
            max = "65536")
        int computeRows,
    @Setting(
            value =
                "Most evaluations at a time; further ones are refused with RESOURCE_EXHAUSTED and advice"
                    + " when to try again.",
            min = "1",
            max = "1000")
        int maxConcurrent,
    @Setting(
            value =
                "Most runs of evaluations at a time. Each keeps a core busy that requests could use.",
            min = "1",
            max = "1024")
        int lanes,
    @Setting(
            value =
                "Bytes of messages that the server takes of one evaluation ahead of the model; the client"
                    + " then waits. One message may exceed it.",
            min = "64KiB",
            max = "16GiB")
        DataSize maxQueuedBytes,
    @Setting(
            value =
                "Longest time that an evaluation waits for its next message before it ends with"
                    + " EVALUATION_STALLED.",
            min = "1s",
            max = "24h")
        Duration idleTimeout,
    @Setting(
            value =
                "Longest time that a run of an evaluation waits while requests are in flight; 0s: it does"
                    + " not. Evaluations always go on after it.",
            min = "0s",
            max = "10s")
        Duration yieldLimit,
    @Setting(
            "Whether the threads of evaluations ask the operating system for the lowest priority"
                + " (Linux, by `chrt` or `renice`), so that requests go first.")
        boolean lowPriority) {

  public static EvaluationConfig defaults() {
    return new EvaluationConfig(
        64, 4, 1, DataSize.ofMebibytes(16), Duration.ofMinutes(1), Duration.ofMillis(1), true);
  }
}
