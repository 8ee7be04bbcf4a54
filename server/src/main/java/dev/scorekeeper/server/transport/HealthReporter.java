package dev.scorekeeper.server.transport;

import static io.grpc.health.v1.HealthCheckResponse.ServingStatus.NOT_SERVING;
import static io.grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.VersionState;
import dev.scorekeeper.server.pipeline.ModelCatalog;
import io.grpc.BindableService;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code grpc.health.v1} true. Thread-safe.
 *
 * <p>The empty name and the services' names say what {@link #serving} was told last, at first that
 * nothing is served. A model's name says whether a version of it serves. Once {@link #stop} is
 * called all say NOT_SERVING for good.
 */
final class HealthReporter {

  private static final Logger logger = LoggerFactory.getLogger(HealthReporter.class);

  private final HealthStatusManager manager = new HealthStatusManager();
  private final ModelCatalog catalog;
  private final Set<String> serverNames;
  private final AutoCloseable watch;

  /** Names of models reported so far. */
  @GuardedBy("this")
  private final Set<String> models = new HashSet<>();

  @GuardedBy("this")
  private boolean stopped;

  /**
   * Starts reporting.
   *
   * @param services names of the services that are served when the server is
   */
  HealthReporter(ModelCatalog catalog, List<String> services) {
    this.catalog = catalog;
    this.serverNames = new HashSet<>(services);
    serverNames.add(HealthStatusManager.SERVICE_NAME_ALL_SERVICES);
    serving(false);
    watch = catalog.watch(changed -> update());
    update();
  }

  BindableService service() {
    return manager.getHealthService();
  }

  /** Says whether the server as a whole serves. */
  synchronized void serving(boolean serving) {
    if (stopped) {
      return;
    }
    for (String name : serverNames) {
      manager.setStatus(name, serving ? SERVING : NOT_SERVING);
    }
  }

  /** Reads all models anew: what a listener is told may be older than what another one wrote. */
  private synchronized void update() {
    if (stopped) {
      return;
    }
    Set<String> gone = new HashSet<>(models);
    for (ModelStatus model : catalog.models()) {
      gone.remove(model.name());
      if (serverNames.contains(model.name())) {
        continue;
      }
      models.add(model.name());
      boolean serves =
          model.versions().stream().anyMatch(version -> version.state() == VersionState.SERVING);
      manager.setStatus(model.name(), serves ? SERVING : NOT_SERVING);
    }
    for (String name : gone) {
      manager.clearStatus(name);
      models.remove(name);
    }
  }

  /** Says for good that nothing is served; again does nothing. */
  void stop() {
    synchronized (this) {
      if (stopped) {
        return;
      }
      stopped = true;
    }
    manager.enterTerminalState();
    try {
      watch.close();
    } catch (Exception e) {
      logger.warn("The watch of the models could not be ended", e);
    }
  }
}
