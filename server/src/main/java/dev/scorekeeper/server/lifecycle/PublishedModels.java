package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.config.NearestName;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What requests and reports see of all models: immutable pictures, replaced one model at a time.
 *
 * <p>Written by one thread at a time, read by any without a lock.
 */
final class PublishedModels<S extends Servable> {

  private static final Logger logger = LoggerFactory.getLogger(PublishedModels.class);

  private static final int NAMES_IN_MESSAGE = 10;

  private final CopyOnWriteArrayList<Watch> watches = new CopyOnWriteArrayList<>();

  /** Never changed once it is here. Hashed: every request looks into it, for one of many models. */
  private volatile Map<String, ModelView<S>> views = Map.of();

  private volatile boolean stopping;

  ModelLease<S> lease(String model, VersionSelector selector) throws ProblemException {
    while (true) {
      ModelView<S> view = views.get(model);
      ServingVersion<S> version = view == null ? null : view.find(selector);
      if (version == null) {
        throw new ProblemException(refusal(model, view, selector));
      }
      ModelLease<S> lease = version.tryLease();
      if (lease != null) {
        return lease;
      }
      // Drained since the picture was read: there is a newer one.
    }
  }

  private Problem refusal(String model, @Nullable ModelView<S> view, VersionSelector selector) {
    if (stopping) {
      return Problem.of(Reason.SERVER_STOPPING, "the server is stopping");
    }
    return view == null ? notFound(model) : view.refusal(selector);
  }

  private Problem notFound(String model) {
    Map<String, ModelView<S>> now = sorted();
    Optional<String> nearest = NearestName.of(model, now.keySet());
    String known = String.join(", ", now.keySet().stream().limit(NAMES_IN_MESSAGE).toList());
    String hint =
        nearest
            .map(name -> "did you mean '" + name + "'?")
            .orElse(now.isEmpty() ? "there are no models" : "there are " + known);
    Problem problem =
        Problem.ofField(
                Reason.MODEL_NOT_FOUND, "model.name", "there is no model '" + model + "'; " + hint)
            .with("model", model)
            .with("models", known);
    return nearest.isPresent() ? problem.with("nearest", nearest.get()) : problem;
  }

  /** By name, as reports and messages have them. */
  private SortedMap<String, ModelView<S>> sorted() {
    return new TreeMap<>(views);
  }

  List<ModelStatus> models() {
    return sorted().values().stream().map(ModelView::status).toList();
  }

  Optional<ModelStatus> model(String name) {
    return Optional.ofNullable(views.get(name)).map(ModelView::status);
  }

  Optional<S> peek(String model, long version) {
    return Optional.ofNullable(views.get(model))
        .flatMap(view -> Optional.ofNullable(view.loaded().get(version)));
  }

  AutoCloseable watch(Consumer<ModelStatus> listener) {
    Watch watch = new Watch(listener);
    watches.add(watch);
    return () -> watches.remove(watch);
  }

  /** One registration of a listener, which may have several. */
  private static final class Watch {
    final Consumer<ModelStatus> listener;

    Watch(Consumer<ModelStatus> listener) {
      this.listener = listener;
    }
  }

  /** Versions in memory. */
  List<ModelId> loaded() {
    return sorted().values().stream()
        .flatMap(view -> view.loaded().values().stream())
        .map(Servable::id)
        .toList();
  }

  /** From now on whatever cannot be leased is explained by the stop. */
  void stopping() {
    stopping = true;
  }

  /** Publishes the picture of a model, and tells the listeners when something changed. */
  void put(ModelView<S> view) {
    ModelView<S> before = views.get(view.status().name());
    if (before != null && before.sameAs(view)) {
      return;
    }
    Map<String, ModelView<S>> next = new HashMap<>(views);
    next.put(view.status().name(), view);
    views = next;
    tell(view.status());
  }

  /** Takes back the pictures of all other models; listeners see them without versions. */
  void retain(Set<String> names) {
    Map<String, ModelView<S>> now = sorted();
    Map<String, ModelView<S>> next = new HashMap<>(now);
    next.keySet().retainAll(names);
    views = next;
    now.keySet().stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> tell(new ModelStatus(name, List.of())));
  }

  private void tell(ModelStatus status) {
    for (Watch watch : watches) {
      try {
        watch.listener.accept(status);
      } catch (RuntimeException problem) {
        logger.error("a listener failed on the state of model {}", status.name(), problem);
      }
    }
  }
}
