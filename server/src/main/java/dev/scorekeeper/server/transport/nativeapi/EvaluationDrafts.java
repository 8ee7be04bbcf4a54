package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.Timestamp;
import dev.scorekeeper.server.evaluating.ComputeEnvironment;
import dev.scorekeeper.server.evaluating.EvaluationProblems;
import dev.scorekeeper.server.evaluating.EvaluationResult;
import dev.scorekeeper.server.evaluating.ResultSignatures;
import dev.scorekeeper.server.evaluating.SignatureFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.pipeline.ModelFingerprint;
import dev.scorekeeper.server.pipeline.VersionFiles;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.v1.DatasetIdentity;
import dev.scorekeeper.v1.DatasetSpec;
import dev.scorekeeper.v1.EvaluatedModel;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationEnvironment;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.FileDigest;
import dev.scorekeeper.v1.ModelIdentity;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PlugIn;
import java.time.Instant;
import java.util.Optional;

/** Writes records of evaluations that were counted, not yet judged and stored. */
final class EvaluationDrafts {

  private EvaluationDrafts() {}

  /**
   * An evaluation that was counted.
   *
   * @param record all but gates, verdict, baseline, id, time and hashes
   * @param figures what it found
   */
  record Draft(Evaluation.Builder record, EvaluationFigures figures) {}

  static Draft counted(
      EvaluationHeader header,
      Instant startTime,
      EvaluationResult result,
      ComputeEnvironment environment)
      throws ProblemException {
    EvaluationHeader resolved = resolved(header, result);
    return draft(
        resolved,
        startTime,
        result.run(),
        result.signatures(),
        result.results(),
        result.dataDigest(),
        result.messages(),
        Evaluation.newBuilder()
            .setModelIdentity(identity(result))
            .setEnvironment(environment(environment, result.computeRows())));
  }

  /**
   * An evaluation that was put together from parts.
   *
   * @param results of its metric signatures, still open
   */
  static Draft merged(EvaluationStates.Merged merged, ResultSignatures results, Instant startTime)
      throws ProblemException {
    return draft(
        merged.header(),
        startTime,
        merged.run(),
        merged.signatures(),
        results,
        merged.dataDigest(),
        merged.messages(),
        Evaluation.newBuilder()
            .setModelIdentity(merged.identity())
            .setEnvironment(merged.environment()));
  }

  private static Draft draft(
      EvaluationHeader header,
      Instant startTime,
      EvaluationRun run,
      Optional<EvaluationRun> signatures,
      ResultSignatures results,
      String dataDigest,
      long messages,
      Evaluation.Builder record)
      throws ProblemException {
    DatasetSpec declared = header.getSpec().getDataset();
    check(declared, run.rows(), dataDigest);
    EvaluationFigures figures;
    try {
      figures = run.figures();
      if (signatures.isPresent()) {
        figures =
            SignatureFigures.together(
                figures, signatures.get(), results, record.getModelIdentity().getDigest());
      }
    } catch (EvaluationException e) {
      throw EvaluationProblems.of(e);
    }
    record
        .setStartTime(
            Timestamp.newBuilder()
                .setSeconds(startTime.getEpochSecond())
                .setNanos(startTime.getNano()))
        .setModel(
            EvaluatedModel.newBuilder()
                .setName(header.getModel().getName())
                .setVersion(header.getModel().getVersion())
                .setSignature(header.getSignature()))
        .setSpec(header.getSpec())
        .setDataset(
            DatasetIdentity.newBuilder()
                .setName(declared.getName())
                .setVersion(declared.getVersion())
                .setDigest(dataDigest)
                .setRowCount(run.rows()));
    FigureMessages.add(figures, messages, record);
    return new Draft(record, figures);
  }

  private static void check(DatasetSpec declared, long rows, String digest)
      throws ProblemException {
    if (declared.hasDeclaredRows() && declared.getDeclaredRows() != rows) {
      throw EvaluationDesk.mismatch("declared_rows", rows, declared.getDeclaredRows());
    }
    if (!declared.getDeclaredDigest().isEmpty() && !declared.getDeclaredDigest().equals(digest)) {
      throw EvaluationDesk.mismatch("declared_digest", digest, declared.getDeclaredDigest());
    }
  }

  /** The header with the version that was run, and everything decided. */
  static EvaluationHeader resolved(EvaluationHeader header, EvaluationResult result) {
    EvaluationSpec spec = ResolvedSpecs.of(result.run().setup().question(), header.getSpec());
    return EvaluationHeader.newBuilder()
        .setModel(
            ModelSpec.newBuilder()
                .setName(result.model().name())
                .setVersion(result.model().version()))
        .setSignature(result.signature())
        .setSpec(spec)
        .build();
  }

  static ModelIdentity identity(EvaluationResult result) {
    ModelIdentity.Builder identity =
        ModelIdentity.newBuilder().setDigest(result.files().digest()).addAllLabels(result.labels());
    result
        .files()
        .fingerprint()
        .map(EvaluationDrafts::fingerprint)
        .ifPresent(identity::setFingerprint);
    for (VersionFiles.FileIdentity file : result.files().files()) {
      identity.addFiles(
          FileDigest.newBuilder()
              .setPath(file.path())
              .setSha256(file.sha256())
              .setByteCount(file.bytes()));
    }
    return identity.build();
  }

  private static dev.scorekeeper.v1.ModelFingerprint fingerprint(ModelFingerprint fingerprint) {
    return dev.scorekeeper.v1.ModelFingerprint.newBuilder()
        .setSavedModelChecksum(fingerprint.savedModelChecksum())
        .setGraphDefProgramHash(fingerprint.graphDefProgramHash())
        .setSignatureDefHash(fingerprint.signatureDefHash())
        .setSavedObjectDefHash(fingerprint.savedObjectDefHash())
        .setCheckpointHash(fingerprint.checkpointHash())
        .setUuid(fingerprint.uuid())
        .setProducer(fingerprint.producer())
        .build();
  }

  static EvaluationEnvironment environment(ComputeEnvironment environment, int computeRows) {
    EvaluationEnvironment.Builder message = EvaluationEnvironment.newBuilder();
    for (ComputeEnvironment.PlugIn plugIn : environment.plugIns()) {
      message.addPlugIns(
          PlugIn.newBuilder()
              .setFile(plugIn.file())
              .setSha256(plugIn.sha256())
              .addAllMetrics(plugIn.metrics()));
    }
    return message
        .setServerVersion(environment.serverVersion())
        .setServerCommit(environment.serverCommit())
        .setRuntime(environment.runtime())
        .setSettings(environment.settings())
        .setProcessor(environment.processor())
        .setComputeRows(computeRows)
        .setDevice(environment.device())
        .build();
  }
}
