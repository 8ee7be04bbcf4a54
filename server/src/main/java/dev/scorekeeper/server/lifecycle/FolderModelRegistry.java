package dev.scorekeeper.server.lifecycle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.scoring.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models in a folder, watched: gives threads and a clock to {@link ModelLifecycle}.
 *
 * <p>Owns what it loads and closes it; {@link #close} ends it.
 */
public final class FolderModelRegistry<S extends Servable>
    implements ModelRegistry<S>, AutoCloseable {

  /*
   * Threads, all daemons: "model-watch" looks at the disk, which may block on a sick file system;
   * "model-control" changes states and calls listeners; "model-load-n" load and warm.
   */

  private static final Logger logger = LoggerFactory.getLogger(FolderModelRegistry.class);

  private final LifecycleConfig config;
  private final ModelLifecycle<S> lifecycle;
  private final ScheduledExecutorService watcher;
  private final ExecutorService control;
  private final ExecutorService loading;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Object scanLock = new Object();

  /** Looks come one after the other and reach control in their order. */
  @GuardedBy("scanLock")
  private final FolderScanner scanner;

  /**
   * A registry that has not looked yet; call {@link #start}.
   *
   * @param root the folder with a folder for each model; empty when all models are named in plans
   * @param plans what is configured about models, by name; the others get {@link
   *     ModelPlan#defaults}
   */
  public FolderModelRegistry(
      LifecycleConfig config,
      Optional<Path> root,
      Map<String, ModelPlan> plans,
      ServableLoader<S> loader,
      InstantSource clock) {
    this.config = config;
    this.scanner = new FolderScanner(root, namedFolders(plans));
    this.watcher = Executors.newSingleThreadScheduledExecutor(threads("model-watch"));
    this.control = Executors.newSingleThreadExecutor(threads("model-control"));
    this.loading = Executors.newFixedThreadPool(config.loadThreads(), threads("model-load"));
    this.lifecycle =
        new ModelLifecycle<>(config, plans, loader, control, loading, System::nanoTime, clock);
  }

  private static Map<String, Path> namedFolders(Map<String, ModelPlan> plans) {
    Map<String, Path> folders = new HashMap<>();
    plans.forEach((name, plan) -> plan.folder().ifPresent(folder -> folders.put(name, folder)));
    return folders;
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Looks at the disk, begins to load everything wanted, and goes on looking. All models there are
   * listed when it returns, though not ready; see {@link #awaitInitialLoad}.
   */
  public void start() {
    scanNow();
    long interval = config.pollInterval().toNanos();
    Future<?> unused =
        watcher.scheduleWithFixedDelay(this::scan, interval, interval, TimeUnit.NANOSECONDS);
  }

  /**
   * Waits until every model that was there at the start has come to rest: each version wanted of it
   * serves or could not be loaded.
   *
   * @return false when the time was up before
   */
  public boolean awaitInitialLoad(Duration timeout) throws InterruptedException {
    return await(lifecycle.initialLoad(), timeout);
  }

  /** Looks at the disk at once; returns when what was seen can be seen in {@link #models}. */
  public void scanNow() {
    scan();
    try {
      CompletableFuture.runAsync(() -> {}, control).join();
    } catch (RejectedExecutionException stopped) {
      logger.debug("nothing to wait for: the registry is closed");
    }
  }

  private void scan() {
    try {
      synchronized (scanLock) {
        lifecycle.apply(scanner.scan());
      }
    } catch (RejectedExecutionException stopped) {
      logger.debug("not looked at: the registry is closed");
    } catch (RuntimeException problem) {
      // Thrown on, it would end the watching for good.
      logger.error("looking at the model folders failed, will try again", problem);
    }
  }

  @Override
  public ModelLease<S> lease(String model, VersionSelector selector) throws ProblemException {
    return lifecycle.published().lease(model, selector);
  }

  @Override
  public List<ModelStatus> models() {
    return lifecycle.published().models();
  }

  @Override
  public Optional<ModelStatus> model(String name) {
    return lifecycle.published().model(name);
  }

  @Override
  public AutoCloseable watch(Consumer<ModelStatus> listener) {
    return lifecycle.published().watch(listener);
  }

  @Override
  public Optional<S> peek(String model, long version) {
    return lifecycle.published().peek(model, version);
  }

  /**
   * Stops watching, drains every version and closes it when its last lease is back. Waits for that
   * no longer than the configured grace; what is still leased then is left open, to be closed when
   * the lease comes back or the process ends. Later calls do nothing.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    watcher.shutdown();
    CompletableFuture<Void> stopped = lifecycle.stop();
    CompletableFuture<Void> ended =
        stopped.thenRun(
            () -> {
              loading.shutdown();
              control.shutdown();
            });
    try {
      if (!await(ended, config.closeGrace())) {
        logger.warn("closed with models still in use: {}", lifecycle.published().loaded());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean await(CompletableFuture<Void> event, Duration timeout)
      throws InterruptedException {
    try {
      event.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException failure) {
      throw new IllegalStateException("the lifecycle failed", failure.getCause());
    }
  }
}
