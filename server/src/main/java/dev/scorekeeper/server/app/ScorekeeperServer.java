package dev.scorekeeper.server.app;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.admission.AdmissionController;
import dev.scorekeeper.server.batching.WorkerPool;
import dev.scorekeeper.server.evaluating.ComputeEnvironment;
import dev.scorekeeper.server.evaluating.Evaluations;
import dev.scorekeeper.server.lifecycle.FolderModelRegistry;
import dev.scorekeeper.server.lifecycle.ModelRegistry;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.StateFolder;
import dev.scorekeeper.server.observability.HttpEndpoint;
import dev.scorekeeper.server.observability.Readiness;
import dev.scorekeeper.server.observability.ServerMetrics;
import dev.scorekeeper.server.pipeline.PipelineCatalog;
import dev.scorekeeper.server.pipeline.ScoringPipeline;
import dev.scorekeeper.server.pipeline.ServingVersion;
import dev.scorekeeper.server.pipeline.ServingVersionLoader;
import dev.scorekeeper.server.runtime.RuntimeStartException;
import dev.scorekeeper.server.runtime.TensorFlowRuntime;
import dev.scorekeeper.server.scoring.ModelLoader;
import dev.scorekeeper.server.stats.ServerStats;
import dev.scorekeeper.server.transport.EvaluationParts;
import dev.scorekeeper.server.transport.GrpcServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server, put together by hand.
 *
 * <p>{@link #start} opens the ports early, so that whoever watches can ask how it is doing, and
 * says that it is ready last:
 *
 * <pre>
 *   state folder → HTTP and gRPC, not serving → native library → models → traffic to itself → ready
 * </pre>
 *
 * <p>{@link #close} goes the other way: not serving → go away → requests in flight → models → HTTP
 * → state folder. One thread starts it; any one may close it, later calls do nothing.
 */
public final class ScorekeeperServer implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(ScorekeeperServer.class);

  /** How often a long wait says how far it is. */
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);

  private static final Readiness STOPPING =
      Readiness.waitingFor("nothing any more: the server is stopping");

  private final ServerSettings settings;
  private final ServerConfig config;
  private final ServerStats stats = new ServerStats();
  private volatile Readiness phase = Readiness.waitingFor("the server to start");
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What is open, to be closed from the last one on. Its own lock. */
  @GuardedBy("open")
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Set before the first model is loaded. */
  private volatile @Nullable ModelLoader loader;

  /** Set with the registry. */
  private volatile @Nullable Evaluations evaluating;

  /** Set with the loader. */
  private volatile @Nullable ComputeEnvironment environment;

  /** Set once the registry is built, for those who ask before models are loaded. */
  private volatile @Nullable ModelRegistry<ServingVersion> models;

  /** True once requests were welcome: only then is there somebody to warn before the end. */
  private volatile boolean wasReady;

  private @Nullable GrpcServer grpc;
  private @Nullable HttpEndpoint http;

  public ScorekeeperServer(ServerSettings settings) {
    this.settings = settings;
    this.config = settings.config();
  }

  /** A start that failed; the message is one sentence for whoever started it. */
  public static final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    StartException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Starts the server; returns when it is ready, or, when too few models serve, when it has tried
   * them all: it becomes ready later then, once they do.
   *
   * @throws StartException when it cannot start; nothing is left open
   */
  public StartReport start() throws StartException, InterruptedException {
    try {
      return startSteps();
    } catch (IOException | RuntimeStartException e) {
      close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      if (closed.get()) {
        // What was being started is closed: that is what went wrong, and it was wanted.
        throw new InterruptedException("the server was closed while it started");
      }
      close();
      throw e;
    } catch (InterruptedException | Error e) {
      close();
      throw e;
    }
  }

  private StartReport startSteps() throws IOException, RuntimeStartException, InterruptedException {
    Stopwatch watch = new Stopwatch(System::nanoTime);
    opened(StateFolder.open(config.stateFolder()));
    PlugIns plugIns = PlugIns.find();
    FolderModelRegistry<ServingVersion> registry = openPorts(plugIns);
    phase = Readiness.waitingFor("the native library to load");
    TensorFlowRuntime runtime =
        TensorFlowRuntime.start(config.runtime(), new LoggedProgress(System::nanoTime));
    logger.info("{}", runtime.describe());
    loader = runtime.loader();
    environment = environment(runtime, plugIns);
    Duration natives = watch.lap();
    phase = Readiness.waitingFor("the models to load");
    loadModels(registry);
    Duration models = watch.lap();
    phase = Readiness.waitingFor("the warm-up to end");
    warmUp(registry);
    Duration warmup = watch.lap();
    return becomeReady(registry, new StartReport.Times(natives, models, warmup, watch.total()));
  }

  private static ComputeEnvironment environment(TensorFlowRuntime runtime, PlugIns plugIns) {
    return new ComputeEnvironment(
        BuildInfo.version(),
        BuildInfo.commit(System.getenv()),
        "TensorFlow " + runtime.version(),
        runtime.bitSettings(),
        Processor.describe(),
        runtime.device(),
        plugIns.plugIns());
  }

  /** Builds everything but the runtime, and listens. */
  private FolderModelRegistry<ServingVersion> openPorts(PlugIns plugIns)
      throws IOException, InterruptedException {
    http = openHttp();
    WorkerPool workers = new WorkerPool(config.workers());
    opened(workers);
    FolderModelRegistry<ServingVersion> registry =
        new FolderModelRegistry<>(
            config.lifecycle(),
            Optional.of(config.modelsFolder()),
            settings.plans(),
            versionLoader(workers),
            Clock.systemUTC());
    opened(registry);
    models = registry;
    AdmissionController admission =
        new AdmissionController(config.admission(), stats, System::nanoTime);
    Evaluations evaluations =
        new Evaluations(
            registry,
            Planner.of(plugIns.metrics()),
            config.evaluation(),
            () -> admission.rowsInFlight() > 0,
            () -> requireNonNull(environment, "no model was loaded yet"),
            stats.evaluations(),
            System::nanoTime);
    evaluating = evaluations;
    opened(evaluations);
    RecordKeeping records = openRecords();
    GrpcServer server =
        GrpcServer.builder(config.grpc())
            .evaluating(new EvaluationParts(evaluations, records.store()))
            .records(records.store(), records.threads())
            .scorer(new ScoringPipeline(registry, admission, stats))
            .coresTaken(workers::takesAllCores)
            .catalog(new PipelineCatalog(registry))
            .counts(stats::snapshot)
            .build();
    server.start();
    grpc = server;
    opened(() -> drain(server));
    return registry;
  }

  private RecordKeeping openRecords() throws IOException, InterruptedException {
    RecordKeeping records =
        RecordKeeping.open(config.records(), config.stateFolder(), System.getenv());
    opened(records);
    return records;
  }

  private @Nullable HttpEndpoint openHttp() throws IOException, InterruptedException {
    if (!config.http().enabled()) {
      return null;
    }
    PrometheusRegistry metrics =
        ServerMetrics.registry(stats, this::statuses, this::readiness, BuildInfo.labels());
    HttpEndpoint endpoint = HttpEndpoint.start(config.http(), metrics, this::readiness);
    opened(endpoint);
    logger.info("Metrics and health on {}:{}", config.http().address(), endpoint.port());
    return endpoint;
  }

  private List<ModelStatus> statuses() {
    ModelRegistry<ServingVersion> registry = models;
    return registry == null ? List.of() : registry.models();
  }

  private ServingVersionLoader versionLoader(WorkerPool workers) {
    ModelLoader models =
        (id, directory, options) ->
            requireNonNull(loader, "the native library is not loaded").load(id, directory, options);
    return new ServingVersionLoader(models, settings, workers, stats, System::nanoTime);
  }

  private void loadModels(FolderModelRegistry<ServingVersion> registry)
      throws InterruptedException {
    registry.start();
    int count = registry.models().size();
    logger.info("{} models in {}", count, config.modelsFolder());
    while (!registry.awaitInitialLoad(PROGRESS_INTERVAL)) {
      logger.info("Loading and warming models: {} of {} ready", serving(registry), count);
    }
  }

  private void warmUp(FolderModelRegistry<ServingVersion> registry) throws InterruptedException {
    if (config.warmup().enabled() && serving(registry) > 0) {
      new WarmUp(config.warmup(), registry).run(config.grpc(), port());
      // Its requests were nobody's, and some of them were sent to be refused.
      stats.startOver();
    }
  }

  private StartReport becomeReady(
      FolderModelRegistry<ServingVersion> registry, StartReport.Times times)
      throws InterruptedException {
    phase = Readiness.READY;
    wasReady = true;
    opened(ReadySignal.keep(registry, this::readiness, requireNonNull(grpc)));
    Optional<Integer> httpPort = Optional.ofNullable(http).map(HttpEndpoint::port);
    return new StartReport(
        port(), httpPort, serving(registry), registry.models().size(), readiness(), times);
  }

  private static int serving(ModelRegistry<ServingVersion> registry) {
    return (int) registry.models().stream().filter(ReadySignal::serves).count();
  }

  /** Whether requests are welcome, and why not. Any thread. */
  public Readiness readiness() {
    Readiness now = closed.get() ? STOPPING : phase;
    ModelRegistry<ServingVersion> registry = models;
    if (!now.isReady() || registry == null) {
      return now;
    }
    int serving = serving(registry);
    return serving >= config.readyModels()
        ? now
        : Readiness.waitingFor(
            "%d of at least %d models to serve".formatted(serving, config.readyModels()));
  }

  /** The port of gRPC; only once started. */
  public int port() {
    return requireNonNull(grpc, "not started").port();
  }

  /** Evaluations that go on now. */
  int activeEvaluations() {
    return requireNonNull(evaluating, "not started").active();
  }

  private void drain(GrpcServer server) throws InterruptedException {
    server.serving(false);
    if (wasReady && !config.drainDelay().isZero()) {
      TimeUnit.NANOSECONDS.sleep(config.drainDelay().toNanos());
    }
    if (!server.drain(config.drainGrace())) {
      logger.warn("Requests were still in flight after {}; they were cut off", config.drainGrace());
    }
  }

  /** Takes a part over, to be closed with the server: at once if that is closed already. */
  private void opened(AutoCloseable part) throws InterruptedException {
    synchronized (open) {
      if (!closed.get()) {
        open.push(part);
        return;
      }
    }
    boolean unused = closeOne(part);
    throw new InterruptedException("the server was closed while it started");
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    boolean interrupted = false;
    AutoCloseable last = pollLast();
    while (last != null) {
      interrupted |= !closeOne(last);
      last = pollLast();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable AutoCloseable pollLast() {
    synchronized (open) {
      return open.pollFirst();
    }
  }

  /** False when interrupted meanwhile: what comes next is closed all the same. */
  private static boolean closeOne(AutoCloseable part) {
    try {
      part.close();
    } catch (InterruptedException e) {
      return false;
    } catch (Exception e) {
      logger.warn("Could not close {}", part, e);
    }
    return true;
  }
}
