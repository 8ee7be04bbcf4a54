package dev.scorekeeper.server.app;

import dev.scorekeeper.server.lifecycle.ModelRegistry;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.VersionState;
import dev.scorekeeper.server.observability.Readiness;
import dev.scorekeeper.server.pipeline.ServingVersion;
import dev.scorekeeper.server.transport.GrpcServer;
import java.util.function.Supplier;

/** Keeps the health of the whole server in step with its readiness, as models come and go. */
final class ReadySignal {

  private ReadySignal() {}

  /** Signals now and after each change of a model, until the handle is closed. */
  static AutoCloseable keep(
      ModelRegistry<ServingVersion> registry, Supplier<Readiness> readiness, GrpcServer grpc) {
    Runnable signal = () -> grpc.serving(readiness.get().isReady());
    AutoCloseable watch = registry.watch(changed -> signal.run());
    signal.run();
    return watch;
  }

  /** True when a version of the model serves. */
  static boolean serves(ModelStatus model) {
    return model.versions().stream().anyMatch(v -> v.state() == VersionState.SERVING);
  }
}
