package dev.scorekeeper.server.transport.nativeapi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.pipeline.ModelCatalog;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.transport.CallTracker;
import dev.scorekeeper.v1.WatchModelsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One caller of {@code WatchModels}. Thread-safe.
 *
 * <p>Of a model that changes faster than the caller reads only the latest state waits, so a slow
 * caller costs at most one state of each model.
 */
final class ModelWatch implements CallTracker.Drainable {

  private static final Logger logger = LoggerFactory.getLogger(ModelWatch.class);

  private final ModelCatalog catalog;
  private final Set<String> names;
  private final ServerCallStreamObserver<WatchModelsResponse> responses;
  private final CallTracker calls;

  @GuardedBy("this")
  private final Map<String, ModelStatus> waiting = new LinkedHashMap<>();

  @GuardedBy("this")
  private boolean ended;

  @GuardedBy("this")
  private @Nullable AutoCloseable registration;

  ModelWatch(
      ModelCatalog catalog,
      List<String> names,
      ServerCallStreamObserver<WatchModelsResponse> responses,
      CallTracker calls) {
    this.catalog = catalog;
    this.names = Set.copyOf(names);
    this.responses = responses;
    this.calls = calls;
  }

  /** Sends every model once, then what changes. On the call's thread. */
  void start() {
    responses.setOnReadyHandler(this::send);
    responses.setOnCancelHandler(this::end);
    calls.add(this);
    AutoCloseable handle = catalog.watch(this::changed);
    boolean late;
    synchronized (this) {
      registration = handle;
      late = ended;
    }
    if (late) {
      close(handle);
      return;
    }
    // What changed between the two calls above waits already and is newer than what is read here
    // or as new.
    for (ModelStatus status : catalog.models()) {
      first(status);
    }
    send();
  }

  private synchronized void first(ModelStatus status) {
    if (isWanted(status) && !ended) {
      waiting.putIfAbsent(status.name(), status);
    }
  }

  private void changed(ModelStatus status) {
    synchronized (this) {
      if (!isWanted(status) || ended) {
        return;
      }
      waiting.put(status.name(), status);
    }
    send();
  }

  private boolean isWanted(ModelStatus status) {
    return names.isEmpty() || names.contains(status.name());
  }

  private synchronized void send() {
    Iterator<ModelStatus> next = waiting.values().iterator();
    while (!ended && next.hasNext() && responses.isReady()) {
      ModelStatus status = next.next();
      next.remove();
      responses.onNext(
          WatchModelsResponse.newBuilder().setModel(ModelMessages.model(status, catalog)).build());
    }
  }

  @Override
  public void drain() {
    synchronized (this) {
      if (ended) {
        return;
      }
      responses.onError(
          ModelServiceImpl.exception(
              Problem.of(Reason.SERVER_STOPPING, "The server is stopping.")));
    }
    end();
  }

  private void end() {
    AutoCloseable handle;
    synchronized (this) {
      ended = true;
      handle = registration;
      registration = null;
      waiting.clear();
    }
    calls.remove(this);
    if (handle != null) {
      close(handle);
    }
  }

  private static void close(AutoCloseable handle) {
    try {
      handle.close();
    } catch (Exception e) {
      logger.warn("A watch of the models could not be ended", e);
    }
  }
}
