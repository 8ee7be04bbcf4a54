package dev.scorekeeper.server.transport;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.pipeline.ModelCatalog;
import dev.scorekeeper.server.pipeline.Scorer;
import dev.scorekeeper.server.records.RecordStore;
import dev.scorekeeper.server.stats.ServerCounts;
import dev.scorekeeper.server.transport.nativeapi.NativeApi;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC server: scoring, models, health and reflection on one port.
 *
 * <pre>
 *   new ──start──→ listening (health: not serving) ⇄ serving(true) ──drain──→ ended
 * </pre>
 *
 * <p>The methods that change its state are called from one thread, in this order; the others from
 * any.
 */
public final class GrpcServer {

  private static final Logger logger = LoggerFactory.getLogger(GrpcServer.class);

  /** How often a drain looks whether all calls have ended. */
  private static final long DRAIN_LOOK_MILLIS = 20;

  /**
   * How long a drain without open calls waits for clients to close their connections; enough for
   * calls that crossed the GOAWAY on the way.
   */
  private static final Duration QUIET_TIME = Duration.ofMillis(500);

  /**
   * Streams that a connection may reset, in a window of seconds. Far above what clients do whose
   * deadlines pass under overload, far below what a flood of resets does.
   */
  private static final int RESETS = 20_000;

  private static final int RESET_WINDOW_SECONDS = 10;

  /**
   * Bytes of the buffers to receive into, which follow what comes at once; Netty's but the least.
   */
  private static final int LEAST_RECEIVED = 2 * SmallBuffers.CAPACITY;

  private static final int FIRST_RECEIVED = 2048;
  private static final int MOST_RECEIVED = 65_536;

  /**
   * Buffers that a connection fills before its loop turns to the others, an eighth of Netty's: a
   * stream of labelled rows has a megabyte waiting at any time, and the others wait while it is
   * read.
   */
  private static final int MOST_READS = 2;

  private final TransportConfig config;
  private final EventLoops loops;
  private final CallTracker calls = new CallTracker();
  private final HealthReporter health;
  private final Server server;

  private GrpcServer(Builder builder) throws IOException {
    config = builder.config;
    Scorer scorer = requireNonNull(builder.scorer, "scorer is null");
    ModelCatalog catalog = requireNonNull(builder.catalog, "catalog is null");
    Supplier<ServerCounts> counts = requireNonNull(builder.counts, "counts is null");
    NettyServerBuilder netty = nettyBuilder(config);
    loops = new EventLoops(config.eventLoopThreads(), config.overloadRest(), builder.coresTaken);
    health = new HealthReporter(catalog, List.of(NativeApi.SCORING_SERVICE));
    configure(netty);
    netty.addServices(
        NativeApi.services(
            scorer,
            catalog,
            counts,
            Optional.ofNullable(builder.evaluating),
            loops,
            calls,
            config.streamWindow(),
            maxMessageBytes()));
    if (builder.records != null && builder.recordThreads != null) {
      netty.addService(NativeApi.records(builder.records, builder.recordThreads, calls));
    }
    netty.addService(health.service());
    netty.addService(ProtoReflectionServiceV1.newInstance());
    addOldReflection(netty);
    server = netty.build();
  }

  private void configure(NettyServerBuilder netty) {
    boolean encrypted = config.certificateFile().isPresent();
    netty
        .directExecutor()
        .bossEventLoopGroup(loops.boss())
        .workerEventLoopGroup(loops.workers())
        .channelFactory(() -> newChannel(loops, encrypted))
        .withChildOption(ChannelOption.ALLOCATOR, new SmallBuffers(PooledByteBufAllocator.DEFAULT))
        .withChildOption(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffers())
        .maxInboundMessageSize((int) Math.min(2L * maxMessageBytes(), Integer.MAX_VALUE))
        .maxConcurrentCallsPerConnection(config.maxConcurrentCallsPerConnection())
        .maxRstFramesPerWindow(RESETS, RESET_WINDOW_SECONDS)
        .permitKeepAliveTime(config.permitKeepAliveTime().toNanos(), TimeUnit.NANOSECONDS)
        .permitKeepAliveWithoutCalls(true);
    config
        .maxConnectionAge()
        .ifPresent(age -> netty.maxConnectionAge(age.toNanos(), TimeUnit.NANOSECONDS));
  }

  /**
   * Buffers to receive into never get so small that they would be {@link SmallBuffers}: a code path
   * that sees one class of buffers is compiled once, whether callers send much or little.
   */
  static RecvByteBufAllocator receiveBuffers() {
    return new AdaptiveRecvByteBufAllocator(LEAST_RECEIVED, FIRST_RECEIVED, MOST_RECEIVED)
        .maxMessagesPerRead(MOST_READS);
  }

  /**
   * TLS gathers what it encrypts by itself; and where memory is not reached by its address, a copy
   * of a few bytes takes objects on the heap, more than it saves.
   */
  private static ServerChannel newChannel(EventLoops loops, boolean encrypted) {
    ServerChannel channel = loops.newServerChannel();
    if (!encrypted && SmallBuffers.REUSES) {
      channel.pipeline().addLast(FrameGatherer.forAccepted());
    }
    return channel;
  }

  /**
   * Largest message that is answered. gRPC's own limit is twice that: what gRPC refuses it does not
   * read, and cannot say why in a way that programs understand; what lies between the two we can.
   */
  private int maxMessageBytes() {
    return Math.toIntExact(config.maxMessageSize().bytes());
  }

  /** Tools that know only v1alpha are still many. */
  @SuppressWarnings("deprecation") // the only implementation of v1alpha there is
  private static void addOldReflection(NettyServerBuilder netty) {
    netty.addService(ProtoReflectionService.newInstance());
  }

  private static NettyServerBuilder nettyBuilder(TransportConfig config) throws IOException {
    InetSocketAddress address = new InetSocketAddress(config.address(), config.port());
    if (config.certificateFile().isEmpty() || config.privateKeyFile().isEmpty()) {
      return NettyServerBuilder.forAddress(address, InsecureServerCredentials.create());
    }
    Path certificate = config.certificateFile().orElseThrow();
    Path key = config.privateKeyFile().orElseThrow();
    try {
      return NettyServerBuilder.forAddress(
          address, TlsServerCredentials.create(certificate.toFile(), key.toFile()));
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "Cannot use certificate_file %s with private_key_file %s: %s."
              .formatted(certificate, key, e.getMessage()),
          e);
    }
  }

  /** A builder with these settings. */
  public static Builder builder(TransportConfig config) {
    return new Builder(config);
  }

  /**
   * Listens. Health says that nothing is served yet.
   *
   * @throws IOException when the address cannot be listened on; its message is a sentence for the
   *     person who started the server; nothing is left running
   */
  public void start() throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      health.stop();
      loops.close();
      throw new IOException(complaint(e), e);
    }
    logger.info(
        "Listening on {}:{} ({}, {})",
        config.address(),
        port(),
        loops.transportName(),
        config.certificateFile().isPresent() ? "TLS" : "plain text");
  }

  private String complaint(IOException e) {
    String place = config.address() + ":" + config.port();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      if (cause instanceof UnresolvedAddressException
          || cause instanceof java.net.UnknownHostException) {
        return "Cannot listen on %s: there is no such address.".formatted(place);
      }
      if (text.contains("already in use")) {
        return "Cannot listen on %s: the port is in use by another process; choose another port or stop"
                .formatted(place)
            + " that process.";
      }
      if (cause instanceof BindException) {
        return "Cannot listen on %s: %s.".formatted(place, text);
      }
    }
    return "Cannot listen on %s: %s.".formatted(place, e.getMessage());
  }

  /** The port that is listened on. */
  public int port() {
    return server.getPort();
  }

  /** Tells health whether requests are welcome. They are answered in any case. */
  public void serving(boolean serving) {
    health.serving(serving);
  }

  /**
   * Ends: health says so, clients are told to go away (GOAWAY), calls that are open finish, streams
   * once what was taken of them is answered. What has not ended after {@code grace} is cut off; its
   * clients see CANCELLED or UNAVAILABLE. Again does nothing.
   *
   * @return true when no call was cut off
   */
  public boolean drain(Duration grace) throws InterruptedException {
    health.stop();
    server.shutdown();
    long start = System.nanoTime();
    long quietSince = start;
    boolean finished = false;
    while (!finished && System.nanoTime() - start < grace.toNanos()) {
      calls.drain();
      if (server.awaitTermination(DRAIN_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        finished = true;
      } else if (calls.open() > 0) {
        quietSince = System.nanoTime();
      } else {
        // Only health watches and idle connections are left.
        finished = System.nanoTime() - quietSince >= QUIET_TIME.toNanos();
      }
    }
    if (!finished) {
      logger.warn("{} calls had not ended {} after the drain began", calls.open(), grace);
    }
    boolean none = calls.open() == 0;
    server.shutdownNow();
    server.awaitTermination(1, TimeUnit.SECONDS);
    loops.close();
    return none;
  }

  /** Collects what a server needs. Not thread-safe. */
  public static final class Builder {

    private final TransportConfig config;
    private @Nullable Scorer scorer;
    private @Nullable ModelCatalog catalog;
    private @Nullable Supplier<ServerCounts> counts;
    private @Nullable RecordStore records;
    private @Nullable Executor recordThreads;
    private @Nullable EvaluationParts evaluating;
    private BooleanSupplier coresTaken = () -> false;

    private Builder(TransportConfig config) {
      this.config = requireNonNull(config, "config is null");
    }

    /** Scores requests. Required. */
    public Builder scorer(Scorer value) {
      scorer = value;
      return this;
    }

    /** Tells about models. Required. */
    public Builder catalog(ModelCatalog value) {
      catalog = value;
      return this;
    }

    /** Tells the counts, such as {@code stats::snapshot}. Required. */
    public Builder counts(Supplier<ServerCounts> value) {
      counts = value;
      return this;
    }

    /**
     * Tells, on any thread, whether runs keep every core busy now, and what the network threads do
     * takes time from them. Without it that is never so.
     */
    public Builder coresTaken(BooleanSupplier value) {
      coresTaken = value;
      return this;
    }

    /** Evaluates; without it evaluations are UNIMPLEMENTED. */
    public Builder evaluating(EvaluationParts value) {
      evaluating = value;
      return this;
    }

    /**
     * Keeps evaluations; without them there is no {@code EvaluationService}. Both stay the
     * caller's.
     *
     * @param threads may wait for the records
     */
    public Builder records(RecordStore store, Executor threads) {
      records = store;
      recordThreads = threads;
      return this;
    }

    /**
     * The server, not listening yet.
     *
     * @throws IOException when the certificate or its key cannot be read
     */
    public GrpcServer build() throws IOException {
      return new GrpcServer(this);
    }
  }
}
