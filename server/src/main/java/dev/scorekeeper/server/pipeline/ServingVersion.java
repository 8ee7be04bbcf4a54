package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.admission.Foresight;
import dev.scorekeeper.server.batching.ModelBatcher;
import dev.scorekeeper.server.lifecycle.Servable;
import dev.scorekeeper.server.pipeline.ModelCatalog.SignatureReport;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.LoadedModel.RecordedRequest;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A loaded model version with its batcher: what a lease gives. Thread-safe.
 *
 * <p>Owns the model and the batcher; {@link #close} closes the batcher first.
 */
public final class ServingVersion implements Servable {

  private final ModelId id;
  private final LoadedModel model;
  private final ModelBatcher batcher;
  private final Foresight foresight = new Foresight();
  private final Map<String, ServingSignature> signatures;
  private final VersionFiles files;
  private final OptionalInt computeRows;
  private final Runnable onClose;

  /**
   * Takes over the model and the batcher.
   *
   * @param files what it was loaded from
   * @param computeRows rows of each run in an evaluation, where set for this model
   * @param onClose runs after both are closed
   */
  ServingVersion(
      ModelId id,
      LoadedModel model,
      ModelBatcher batcher,
      VersionFiles files,
      OptionalInt computeRows,
      Runnable onClose) {
    this.id = id;
    this.model = model;
    this.batcher = batcher;
    this.files = files;
    this.computeRows = computeRows;
    this.onClose = onClose;
    Map<String, ServingSignature> made = new LinkedHashMap<>();
    model.signatures().forEach((name, s) -> made.put(name, new ServingSignature(model, s)));
    this.signatures = made;
  }

  @Override
  public ModelId id() {
    return id;
  }

  ModelBatcher batcher() {
    return batcher;
  }

  LoadedModel model() {
    return model;
  }

  VersionFiles files() {
    return files;
  }

  OptionalInt computeRows() {
    return computeRows;
  }

  /** What was learned about predictions for this version. */
  Foresight foresight() {
    return foresight;
  }

  /**
   * The signature of this name; the default one for the empty name.
   *
   * @throws ProblemException SIGNATURE_NOT_FOUND
   */
  ServingSignature signature(String name) throws ProblemException {
    String wanted = name.isEmpty() ? Signature.DEFAULT_NAME : name;
    ServingSignature signature = signatures.get(wanted);
    if (signature == null) {
      throw new ProblemException(unknownSignature(wanted));
    }
    return signature;
  }

  private Problem unknownSignature(String wanted) {
    String known = String.join(", ", signatures.keySet());
    return Problem.ofField(
            Reason.SIGNATURE_NOT_FOUND,
            "signature",
            "Model %s has no signature '%s'; it has: %s.".formatted(id, wanted, known))
        .with("model", id.name())
        .with("version", id.version())
        .with("signature", wanted)
        .with("expected", known);
  }

  /** Signatures in order of their names, and how each is batched at present. */
  List<SignatureReport> reports() {
    List<SignatureReport> reports = new ArrayList<>();
    signatures.forEach(
        (name, s) -> reports.add(new SignatureReport(s.signature(), batcher.report(name))));
    return reports;
  }

  /** Requests recorded with the model, for traffic that warms the path to it. */
  public List<RecordedRequest> recordedRequests() {
    return model.recordedRequests();
  }

  @Override
  public void warm() throws ProblemException {
    RecordedWarmUp recorded = new RecordedWarmUp(id);
    for (RecordedRequest request : model.recordedRequests()) {
      recorded.run(signature(request.signature()), request.inputs());
    }
    batcher.prepare();
  }

  @Override
  public void close() {
    try {
      batcher.close();
    } finally {
      model.close();
      onClose.run();
    }
  }
}
