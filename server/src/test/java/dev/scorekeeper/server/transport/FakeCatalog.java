package dev.scorekeeper.server.transport;

import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.VersionState;
import dev.scorekeeper.server.pipeline.ModelCatalog;
import dev.scorekeeper.server.scoring.ModelId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Models as a test says they are. */
public final class FakeCatalog implements ModelCatalog {

  public static final Instant SINCE = Instant.parse("2026-01-02T03:04:05.000000006Z");

  private final Map<String, ModelStatus> models = new ConcurrentSkipListMap<>();
  private final Map<ModelId, List<SignatureReport>> reports = new ConcurrentHashMap<>();
  private final List<Consumer<ModelStatus>> listeners = new CopyOnWriteArrayList<>();

  /** Puts a model in place of the one of its name, and tells the listeners. */
  public void put(ModelStatus status) {
    models.put(status.name(), status);
    listeners.forEach(listener -> listener.accept(status));
  }

  /** Puts a model with one version, 1, in this state. */
  public void put(String name, VersionState state) {
    put(
        new ModelStatus(
            name,
            List.of(new ModelStatus.VersionStatus(1, state, SINCE, List.of(), null, null, null))));
  }

  public void report(ModelId id, SignatureReport report) {
    reports.put(id, List.of(report));
  }

  public int listenerCount() {
    return listeners.size();
  }

  @Override
  public List<ModelStatus> models() {
    return new ArrayList<>(models.values());
  }

  @Override
  public Optional<ModelStatus> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  @Override
  public AutoCloseable watch(Consumer<ModelStatus> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public List<SignatureReport> signatures(ModelId id) {
    return reports.getOrDefault(id, List.of());
  }
}
