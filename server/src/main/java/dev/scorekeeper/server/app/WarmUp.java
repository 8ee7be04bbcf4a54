package dev.scorekeeper.server.app;

import dev.scorekeeper.server.lifecycle.ModelRegistry;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.VersionState;
import dev.scorekeeper.server.pipeline.ModelCatalog.SignatureReport;
import dev.scorekeeper.server.pipeline.PipelineCatalog;
import dev.scorekeeper.server.pipeline.ServingVersion;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.transport.TransportConfig;
import dev.scorekeeper.v1.PredictRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warms the server up with traffic to itself, of {@link WarmupRequests}. */
final class WarmUp {

  private static final Logger logger = LoggerFactory.getLogger(WarmUp.class);

  /** Calls in flight on each connection, round by round: callers come in crowds and alone. */
  private static final int[] CALLS = {64, 1, 8};

  private static final String AOT_CACHE = "-XX:AOTCache=";

  private final WarmupConfig config;
  private final ModelRegistry<ServingVersion> registry;

  WarmUp(WarmupConfig config, ModelRegistry<ServingVersion> registry) {
    this.config = config;
    this.registry = registry;
  }

  /**
   * Sends to the server that listens on this port with these settings; blocks.
   *
   * <p>In rounds. On a single core there is a pause after each until the compiler has dealt with
   * what the round made it compile: traffic and compiler would only slow each other down. Otherwise
   * they go on side by side, and there is one pause at the end.
   *
   * <p>What serves may change meanwhile, and with it whom a request without a version reaches; so
   * the requests are made anew after a round in which it did.
   */
  void run(TransportConfig transport, int port) throws InterruptedException {
    long end = System.nanoTime() + config.maxTime().toNanos();
    CompilerQueue compiler = CompilerQueue.ofThisJvm();
    List<ModelId> serving = serving();
    List<byte[]> requests = SelfTraffic.cycle(transport, port, requests());
    if (requests.isEmpty()) {
      return;
    }
    logger.info("Warming up for up to {} s", config.maxTime().toSeconds());
    boolean oneCore = Runtime.getRuntime().availableProcessors() == 1;
    Settling settling = new Settling(oneCore, hasProfiles());
    for (int round = 0;
        !requests.isEmpty() && !settling.isSettled() && System.nanoTime() < end;
        round++) {
      long start = System.nanoTime();
      long worked = compiler.workedMillis();
      int calls = CALLS[round % CALLS.length];
      long answers =
          SelfTraffic.round(transport, port, requests, calls, Settling.ROUND_ANSWERS, end);
      if (oneCore) {
        compiler.awaitIdle(timeUntil(end));
      }
      long work = compiler.workedMillis() - worked;
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      settling.round(answers, work);
      logger.debug(
          "Round {}: {} requests, {} ms of compiling in {} ms", round, answers, work, millis);
      List<ModelId> now = serving();
      if (!now.equals(serving)) {
        serving = now;
        requests = SelfTraffic.cycle(transport, port, requests());
      }
    }
    compiler.awaitIdle(timeUntil(end));
    logger.info("Warmed up");
  }

  private static Duration timeUntil(long nanoTime) {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /**
   * Whether the JVM was given a cache of an earlier start that tells how methods behave: an AOT
   * cache does, from JDK 25 on; a CDS archive has only classes.
   */
  private static boolean hasProfiles() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .anyMatch(argument -> argument.startsWith(AOT_CACHE));
  }

  private List<PredictRequest> requests() {
    PipelineCatalog catalog = new PipelineCatalog(registry);
    List<PredictRequest> requests = new ArrayList<>();
    for (ModelStatus model : registry.models()) {
      List<WarmupRequests.Version> versions =
          serving(model).stream().map(id -> version(id, catalog)).toList();
      requests.addAll(WarmupRequests.of(versions));
    }
    return requests;
  }

  private WarmupRequests.Version version(ModelId id, PipelineCatalog catalog) {
    return new WarmupRequests.Version(
        id,
        catalog.signatures(id).stream().map(SignatureReport::signature).toList(),
        registry
            .peek(id.name(), id.version())
            .map(ServingVersion::recordedRequests)
            .orElseGet(List::of));
  }

  /** All versions that serve. */
  private List<ModelId> serving() {
    return registry.models().stream().flatMap(model -> serving(model).stream()).toList();
  }

  /** A model's versions that serve, the newest last. */
  private static List<ModelId> serving(ModelStatus model) {
    return model.versions().stream()
        .filter(version -> version.state() == VersionState.SERVING)
        .map(version -> new ModelId(model.name(), version.version()))
        .sorted(Comparator.comparingLong(ModelId::version))
        .toList();
  }
}
