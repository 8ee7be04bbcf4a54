package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.batching.BatchingReport;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Signature;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What there is to know about the models, for those who ask. Thread-safe. */
public interface ModelCatalog {

  /** All models in order of their names. */
  List<ModelStatus> models();

  Optional<ModelStatus> model(String name);

  /** Calls the listener with a model after each change of its state; closing the handle ends it. */
  AutoCloseable watch(Consumer<ModelStatus> listener);

  /**
   * Signatures of a version in order of their names; empty until it is loaded and once it is gone.
   */
  List<SignatureReport> signatures(ModelId id);

  /** A signature and how it is batched at present. */
  record SignatureReport(Signature signature, BatchingReport batching) {}
}
