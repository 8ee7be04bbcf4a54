package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.lifecycle.ModelRegistry;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.scoring.ModelId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The catalog of what the registry holds. Thread-safe. */
public final class PipelineCatalog implements ModelCatalog {

  private final ModelRegistry<ServingVersion> registry;

  public PipelineCatalog(ModelRegistry<ServingVersion> registry) {
    this.registry = registry;
  }

  @Override
  public List<ModelStatus> models() {
    return registry.models();
  }

  @Override
  public Optional<ModelStatus> model(String name) {
    return registry.model(name);
  }

  @Override
  public AutoCloseable watch(Consumer<ModelStatus> listener) {
    return registry.watch(listener);
  }

  @Override
  public List<SignatureReport> signatures(ModelId id) {
    return registry.peek(id.name(), id.version()).map(ServingVersion::reports).orElseGet(List::of);
  }
}
