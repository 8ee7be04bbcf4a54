package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the versions of all models through their states, on executors that it is given.
 *
 * <p>Everything that changes does so in tasks of the control executor, which must run one task at a
 * time, in order. Loading and warming run on the loading executor. Requests see {@link
 * PublishedModels}.
 */
final class ModelLifecycle<S extends Servable> {

  /*
   * A change goes: state → picture → consequences. The picture without a version is published
   * before that version is drained, so a lease that meets a draining version finds a newer picture
   * when it looks again. A picture with a version is published after it was warmed.
   *
   * Who closes a servable: always a control task, either when warming failed, or when it was loaded
   * while the server stops, or when its last lease came back; each happens once, and excludes the
   * others. So the control executor must live until the stop is done.
   */

  private static final Logger logger = LoggerFactory.getLogger(ModelLifecycle.class);

  private final LifecycleConfig config;
  private final Map<String, ModelPlan> plans;
  private final ServableLoader<S> loader;
  private final Executor control;
  private final Executor loading;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final CompletableFuture<Void> initialLoad = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /** What requests see; written by control tasks only. */
  private final PublishedModels<S> published = new PublishedModels<>();

  private volatile boolean stopping;

  // Touched by control tasks only.
  private final SortedMap<String, ModelState<S>> models = new TreeMap<>();
  private boolean scanned;

  ModelLifecycle(
      LifecycleConfig config,
      Map<String, ModelPlan> plans,
      ServableLoader<S> loader,
      Executor control,
      Executor loading,
      LongSupplier nanoTime,
      InstantSource clock) {
    this.config = config;
    this.plans = Map.copyOf(plans);
    this.loader = loader;
    this.control = control;
    this.loading = loading;
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  /** What requests and reports may see, on any thread. */
  PublishedModels<S> published() {
    return published;
  }

  /** Done when every model found by the first look has come to rest: serves, or failed. */
  CompletableFuture<Void> initialLoad() {
    return initialLoad.copy();
  }

  /** Takes in what is on disk. */
  void apply(FolderScan scan) {
    control.execute(() -> applyNow(scan));
  }

  /**
   * Drains all versions and loads no more.
   *
   * @return done when every servable is closed
   */
  CompletableFuture<Void> stop() {
    control.execute(this::stopNow);
    return stopped.copy();
  }

  private void applyNow(FolderScan scan) {
    if (stopping) {
      return;
    }
    Instant now = clock.instant();
    boolean first = !scanned;
    TreeSet<String> names = new TreeSet<>(models.keySet());
    names.addAll(scan.models().keySet());
    names.addAll(plans.keySet());
    for (String name : names) {
      if (scan.tellsOf(name)) {
        ModelState<S> model = models.computeIfAbsent(name, this::newModel);
        model.seen(scan.models().getOrDefault(name, new TreeMap<>()), first, now);
        if (first && !scan.models().containsKey(name)) {
          logger.warn("model {} is in the configuration, but there is no folder of it", name);
        }
      }
    }
    scanned = true;
    new ArrayList<>(models.values()).forEach(this::settle);
    models
        .values()
        .removeIf(
            model ->
                model.isEmpty()
                    && !plans.containsKey(model.name())
                    && !scan.models().containsKey(model.name()));
    published.retain(models.keySet());
    noticeInitialLoad();
  }

  private ModelState<S> newModel(String name) {
    return new ModelState<>(name, plans.getOrDefault(name, ModelPlan.defaults()), config);
  }

  /** Draws the consequences of a change: publishes, drains, loads. */
  private void settle(ModelState<S> model) {
    Instant now = clock.instant();
    List<VersionEntry<S>> drained = stopping ? model.drainAll(now) : model.startDraining(now);
    List<VersionEntry<S>> started = stopping ? List.of() : model.startLoading(now);
    published.put(model.view());
    drained.forEach(this::drain);
    started.forEach(entry -> startLoading(entry.id(), entry.folder()));
    noticeInitialLoad();
    noticeStopped();
  }

  private void drain(VersionEntry<S> entry) {
    ServingVersion<S> serving = entry.serving();
    if (serving == null) {
      throw new IllegalStateException(entry.id() + " drains without having served");
    }
    logger.info("{} is draining, {} requests are using it", entry.id(), serving.leases());
    serving.drain();
  }

  /** Called by whoever returned the last lease. */
  private void idle(ServingVersion<S> version) {
    control.execute(() -> unload(version.servable()));
  }

  private void unload(S servable) {
    ModelId id = servable.id();
    ModelState<S> model = modelOf(id);
    model.entry(id.version()).unloaded(clock.instant());
    published.put(model.view());
    close(servable);
    logger.info("{} is unloaded", id);
    settle(model);
  }

  private void startLoading(ModelId id, Path folder) {
    loading.execute(() -> load(id, folder));
  }

  /** Loads and warms a version, on a loading thread, and reports each step to control. */
  private void load(ModelId id, Path folder) {
    if (stopping) {
      fail(id, null, stoppingProblem(id));
      return;
    }
    S servable;
    try {
      logger.info("{} is loading from {}", id, folder);
      long start = nanoTime.getAsLong();
      servable = loader.load(id, folder);
      Duration time = Duration.ofNanos(nanoTime.getAsLong() - start);
      control.execute(() -> loaded(servable, time));
    } catch (ProblemException refused) {
      fail(id, null, refused.problem());
      return;
    } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError failure) {
      fail(id, null, unexpected(id, "loaded", failure));
      return;
    }
    warm(id, servable);
  }

  private void warm(ModelId id, S servable) {
    if (stopping) {
      fail(id, servable, stoppingProblem(id));
      return;
    }
    try {
      long start = nanoTime.getAsLong();
      servable.warm();
      Duration time = Duration.ofNanos(nanoTime.getAsLong() - start);
      control.execute(() -> warmed(servable, time));
    } catch (ProblemException refused) {
      fail(id, servable, refused.problem());
    } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError failure) {
      fail(id, servable, unexpected(id, "warmed", failure));
    }
  }

  private static Problem stoppingProblem(ModelId id) {
    return Problem.of(Reason.SERVER_STOPPING, id + " was not loaded, the server is stopping");
  }

  private static Problem unexpected(ModelId id, String verb, Throwable failure) {
    logger.error("{} could not be {}", id, verb, failure);
    return Problem.of(Reason.INTERNAL_ERROR, id + " could not be " + verb + ": " + failure);
  }

  private void fail(ModelId id, @Nullable S servable, Problem problem) {
    control.execute(() -> failed(id, servable, problem));
  }

  private void loaded(S servable, Duration time) {
    ModelState<S> model = modelOf(servable.id());
    model.entry(servable.id().version()).warming(servable, time, clock.instant());
    published.put(model.view());
  }

  private void warmed(S servable, Duration time) {
    ModelId id = servable.id();
    ModelState<S> model = modelOf(id);
    ServingVersion<S> version = new ServingVersion<>(servable, this::idle);
    model.entry(id.version()).serving(version, time, clock.instant());
    logger.info("{} serves; warming took {} ms", id, time.toMillis());
    settle(model);
  }

  private void failed(ModelId id, @Nullable S servable, Problem problem) {
    ModelState<S> model = modelOf(id);
    model.entry(id.version()).failed(problem, clock.instant());
    if (!stopping) {
      logger.warn("{} does not serve: {}", id, problem.message());
    }
    published.put(model.view());
    if (servable != null) {
      close(servable);
    }
    settle(model);
  }

  private static void close(Servable servable) {
    try {
      servable.close();
    } catch (RuntimeException problem) {
      logger.error("{} could not be closed", servable.id(), problem);
    }
  }

  private ModelState<S> modelOf(ModelId id) {
    ModelState<S> model = models.get(id.name());
    if (model == null) {
      throw new IllegalStateException("no model of " + id);
    }
    return model;
  }

  private void noticeInitialLoad() {
    if (scanned
        && !initialLoad.isDone()
        && models.values().stream().allMatch(ModelState::isSettled)) {
      models.values().forEach(this::reportLabels);
      initialLoad.complete(null);
    }
  }

  private void reportLabels(ModelState<S> model) {
    ModelView<S> view = model.view();
    model.plan().labels().entrySet().stream()
        .filter(label -> !view.serving().containsKey(label.getValue()))
        .sorted(Comparator.comparing(Map.Entry::getKey))
        .forEach(
            label ->
                logger.warn(
                    "label {} of model {} stands for version {}, which does not serve; a label does"
                        + " not make a version wanted, the version policy does",
                    label.getKey(),
                    model.name(),
                    label.getValue()));
  }

  private void stopNow() {
    stopping = true;
    published.stopping();
    new ArrayList<>(models.values()).forEach(this::settle);
    noticeStopped();
  }

  private void noticeStopped() {
    if (stopping && models.values().stream().allMatch(ModelState::isAtRest)) {
      stopped.complete(null);
    }
  }
}
