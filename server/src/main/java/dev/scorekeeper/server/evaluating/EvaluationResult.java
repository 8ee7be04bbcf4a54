package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.pipeline.VersionFiles;
import dev.scorekeeper.server.scoring.ModelId;
import java.util.List;
import java.util.Optional;

/**
 * All rows were counted.
 *
 * @param labels that the version had
 * @param signature that was run
 * @param computeRows rows of each run
 * @param run the state over all rows; the receiver's
 * @param signatures what metric signatures computed over the same rows
 * @param results of these signatures; open until the job is closed, which owns them
 * @param digest of all rows
 */
public record EvaluationResult(
    ModelId model,
    List<String> labels,
    String signature,
    VersionFiles.Identity files,
    int computeRows,
    EvaluationRun run,
    Optional<EvaluationRun> signatures,
    ResultSignatures results,
    DataDigest digest,
    long messages) {

  public EvaluationResult {
    labels = List.copyOf(labels);
  }

  /** 64 hexadecimal digits. */
  public String dataDigest() {
    return digest.hex();
  }
}
