package dev.scorekeeper.server.app;

import dev.scorekeeper.server.lifecycle.ModelRegistry;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.VersionState;
import dev.scorekeeper.server.pipeline.ModelCatalog.SignatureReport;
import dev.scorekeeper.server.pipeline.PipelineCatalog;
import dev.scorekeeper.server.pipeline.ServingVersion;
import dev.scorekeeper.server.scoring.LoadedModel.RecordedRequest;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.transport.TransportConfig;
import dev.scorekeeper.v1.PredictRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warms the server up with traffic to itself: every signature that does not change its model's
 * state, with recorded inputs or zeros, one row and {@link #ROWS} rows at a time.
 */
final class WarmUp {

  private static final Logger logger = LoggerFactory.getLogger(WarmUp.class);

  private static final int ROWS = 16;

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
   * <p>In rounds: some requests, then a pause until the compiler has dealt with what they made it
   * compile. On a machine with few cores traffic and compiler would only slow each other down.
   */
  void run(TransportConfig transport, int port) throws InterruptedException {
    long end = System.nanoTime() + config.maxTime().toNanos();
    CompilerQueue compiler = CompilerQueue.ofThisJvm();
    List<byte[]> requests = answered(transport, port);
    if (requests.isEmpty()) {
      return;
    }
    logger.info("Warming up for up to {} s", config.maxTime().toSeconds());
    Settling settling = new Settling(Runtime.getRuntime().availableProcessors(), hasProfiles());
    for (int round = 0; !settling.isSettled() && System.nanoTime() < end; round++) {
      long worked = compiler.workedMillis();
      int calls = CALLS[round % CALLS.length];
      long answers =
          SelfTraffic.round(transport, port, requests, calls, Settling.ROUND_ANSWERS, end);
      compiler.awaitIdle(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      long work = compiler.workedMillis() - worked;
      settling.round(answers, work);
      logger.debug("Round {}: {} requests, {} ms of compiling", round, answers, work);
    }
    logger.info("Warmed up");
  }

  /**
   * Whether the JVM was given a cache of an earlier start that tells how methods behave: an AOT
   * cache does, from JDK 25 on; a CDS archive has only classes.
   */
  private static boolean hasProfiles() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .anyMatch(argument -> argument.startsWith(AOT_CACHE));
  }

  private List<byte[]> answered(TransportConfig transport, int port) {
    ManagedChannel channel = connect(transport, port);
    try {
      return SelfTraffic.cycle(channel, requests());
    } finally {
      channel.shutdownNow();
    }
  }

  private static ManagedChannel connect(TransportConfig transport, int port) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(WarmUpConnection.reachable(transport.address()), port)
            .directExecutor();
    if (transport.certificateFile().isEmpty()) {
      return builder.usePlaintext().build();
    }
    try {
      // It is our own certificate at our own address; its name may be any.
      return builder
          .sslContext(
              GrpcSslContexts.forClient()
                  .trustManager(InsecureTrustManagerFactory.INSTANCE)
                  .build())
          .build();
    } catch (IOException e) {
      throw new IllegalStateException("no TLS client", e);
    }
  }

  private List<PredictRequest> requests() {
    List<PredictRequest> requests = new ArrayList<>();
    PipelineCatalog catalog = new PipelineCatalog(registry);
    for (ModelStatus model : registry.models()) {
      long[] serving = serving(model);
      for (long version : serving) {
        ModelId id = new ModelId(model.name(), version);
        addRequests(requests, id, catalog.signatures(id), version == serving[serving.length - 1]);
      }
    }
    return requests;
  }

  /** Numbers of the versions that serve, the newest last. */
  private static long[] serving(ModelStatus model) {
    return model.versions().stream()
        .filter(version -> version.state() == VersionState.SERVING)
        .mapToLong(ModelStatus.VersionStatus::version)
        .sorted()
        .toArray();
  }

  private void addRequests(
      List<PredictRequest> requests, ModelId id, List<SignatureReport> signatures, boolean newest) {
    List<RecordedRequest> recorded =
        registry
            .peek(id.name(), id.version())
            .map(ServingVersion::recordedRequests)
            .orElseGet(List::of);
    for (SignatureReport report : signatures) {
      Signature signature = report.signature();
      if (signature.stateful()) {
        continue;
      }
      int before = requests.size();
      recorded.stream()
          .filter(request -> request.signature().equals(signature.name()))
          .forEach(request -> requests.add(WarmupRequests.recorded(id, request)));
      if (requests.size() == before) {
        requests.add(WarmupRequests.synthetic(id, signature, 1));
        requests.add(WarmupRequests.synthetic(id, signature, ROWS));
      }
      // Of the newest only: it is who answers, and another's default signature may keep state.
      if (newest && signature.name().equals(Signature.DEFAULT_NAME)) {
        requests.add(WarmupRequests.plain(requests.get(before)));
      }
    }
  }
}
