package dev.scorekeeper.benchmarks.transport;

import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.pipeline.ModelCatalog;
import dev.scorekeeper.server.scoring.ModelId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A catalog of nothing, for benchmarks of the scoring service alone. */
final class NoModels implements ModelCatalog {

  @Override
  public List<ModelStatus> models() {
    return List.of();
  }

  @Override
  public Optional<ModelStatus> model(String name) {
    return Optional.empty();
  }

  @Override
  public AutoCloseable watch(Consumer<ModelStatus> listener) {
    return () -> {};
  }

  @Override
  public List<SignatureReport> signatures(ModelId id) {
    return List.of();
  }
}
