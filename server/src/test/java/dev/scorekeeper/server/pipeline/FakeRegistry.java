package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.lifecycle.ModelLease;
import dev.scorekeeper.server.lifecycle.ModelRegistry;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.VersionSelector;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A registry of one version, which counts the leases on it. */
final class FakeRegistry implements ModelRegistry<ServingVersion> {

  private final ServingVersion version;
  private final AtomicInteger leases = new AtomicInteger();

  FakeRegistry(ServingVersion version) {
    this.version = version;
  }

  int leases() {
    return leases.get();
  }

  @Override
  public ModelLease<ServingVersion> lease(String model, VersionSelector selector)
      throws ProblemException {
    if (!model.equals(version.id().name())) {
      throw new ProblemException(Problem.of(Reason.MODEL_NOT_FOUND, "no such model"));
    }
    leases.incrementAndGet();
    AtomicBoolean closed = new AtomicBoolean();
    return new ModelLease<>() {
      @Override
      public ServingVersion servable() {
        return version;
      }

      @Override
      public void close() {
        if (closed.getAndSet(true)) {
          throw new IllegalStateException("lease closed twice");
        }
        leases.decrementAndGet();
      }
    };
  }

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
  public Optional<ServingVersion> peek(String model, long wanted) {
    return wanted == version.id().version() ? Optional.of(version) : Optional.empty();
  }
}
