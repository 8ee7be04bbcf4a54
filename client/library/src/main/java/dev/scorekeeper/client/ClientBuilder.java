package dev.scorekeeper.client;

import static java.util.Objects.requireNonNull;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link ScorekeeperClient} in the making. Not thread-safe. */
public final class ClientBuilder {

  private final List<String> targets;
  private int connections = 1;
  private ChannelCredentials credentials = InsecureChannelCredentials.create();
  private Duration deadline = Duration.ofSeconds(60);
  private RetryPolicy retryPolicy = RetryPolicy.standard();
  private int maxInFlight = 1024;
  private int maxMessageBytes = 64 << 20;
  private @Nullable Duration keepAlive;
  private @Nullable Executor executor;
  private @Nullable Timer timer;
  private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
  private Function<String, ManagedChannelBuilder<?>> channels =
      target -> Grpc.newChannelBuilder(target, credentials);

  ClientBuilder(String... targets) {
    if (targets.length == 0) {
      throw new IllegalArgumentException("no target");
    }
    this.targets = List.of(targets);
  }

  /**
   * Connections to each target, at least 1; 1 by default. A connection is served by one network
   * thread of the server: with as many as the server has of them, a single client can use it whole.
   */
  public ClientBuilder connections(int perTarget) {
    connections = positive("connections", perTarget);
    return this;
  }

  /** TLS with the system's certificates, instead of plain text. */
  public ClientBuilder tls() {
    return credentials(TlsChannelCredentials.create());
  }

  /** These credentials, such as mutual TLS, instead of plain text. */
  public ClientBuilder credentials(ChannelCredentials channelCredentials) {
    credentials = requireNonNull(channelCredentials, "channelCredentials is null");
    return this;
  }

  /** Limit from call to answer for requests that have none of their own; 60 seconds by default. */
  public ClientBuilder deadline(Duration limit) {
    deadline = positive("deadline", limit);
    return this;
  }

  /** When to try again; {@link RetryPolicy#standard} by default. */
  public ClientBuilder retryPolicy(RetryPolicy policy) {
    retryPolicy = requireNonNull(policy, "policy is null");
    return this;
  }

  /**
   * Requests under way at once, at least 1, streams apart; 1024 by default. At the limit, {@link
   * ScorekeeperClient#predictAsync} waits.
   */
  public ClientBuilder maxInFlight(int requests) {
    maxInFlight = positive("maxInFlight", requests);
    return this;
  }

  /**
   * Largest message, either way, at least 1; 64 MiB by default. A larger request fails before it is
   * sent, a larger answer when it comes, with code RESOURCE_EXHAUSTED; on a stream, an answer too
   * large fails all that is under way on its call.
   */
  public ClientBuilder maxMessageBytes(int bytes) {
    maxMessageBytes = positive("maxMessageBytes", bytes);
    return this;
  }

  /**
   * Looks after idle time whether the server is still there, at least 10 seconds; never by default.
   * For networks that drop connections silently; the server has to permit it.
   */
  public ClientBuilder keepAlive(Duration idle) {
    if (idle.compareTo(Duration.ofSeconds(10)) < 0) {
      throw new IllegalArgumentException("keepAlive is below 10 s: " + idle);
    }
    keepAlive = idle;
    return this;
  }

  /**
   * Where answers are decoded and futures complete; by default threads of the client's own, as many
   * as are needed. With {@code Runnable::run} that is the network thread: fastest, but code
   * attached to futures must then be quick, and must call neither blocking methods nor {@link
   * ScorekeeperClient#predictAsync} at its limit.
   */
  public ClientBuilder executor(Executor callbackExecutor) {
    executor = requireNonNull(callbackExecutor, "callbackExecutor is null");
    return this;
  }

  /** The time, for tests. */
  ClientBuilder timer(Timer source) {
    timer = source;
    return this;
  }

  /** The source of jitter in [0, 1), for tests. */
  ClientBuilder random(DoubleSupplier source) {
    random = source;
    return this;
  }

  /** The maker of channels, for tests. */
  ClientBuilder channels(Function<String, ManagedChannelBuilder<?>> maker) {
    channels = maker;
    return this;
  }

  /** Makes the client; it connects when first used. The caller closes it. */
  public ScorekeeperClient build() {
    Executor callbacks =
        executor == null
            ? Executors.newCachedThreadPool(DaemonThreads.named("scorekeeper-client"))
            : executor;
    Timer time = timer == null ? Timer.system(callbacks) : timer;
    Transport transport =
        new Transport(
            new Connections(newChannels(callbacks), time::nanoTime),
            new Retrier(retryPolicy, random),
            time,
            callbacks,
            maxMessageBytes);
    return new ScorekeeperClient(transport, deadline, maxInFlight);
  }

  private List<ManagedChannel> newChannels(Executor callbacks) {
    List<ManagedChannel> made = new ArrayList<>();
    // Alternating, so that taking them in turn spreads requests over the targets.
    for (int i = 0; i < connections; i++) {
      for (String target : targets) {
        made.add(newChannel(target, callbacks));
      }
    }
    return made;
  }

  private ManagedChannel newChannel(String target, Executor callbacks) {
    ManagedChannelBuilder<?> builder =
        channels
            .apply(target)
            .executor(callbacks)
            .maxInboundMessageSize(maxMessageBytes)
            .userAgent("scorekeeper-java")
            // Retries are this client's: gRPC's own would multiply with them.
            .disableRetry()
            .disableServiceConfigLookUp();
    if (keepAlive != null) {
      builder.keepAliveTime(keepAlive.toNanos(), TimeUnit.NANOSECONDS);
    }
    return builder.build();
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is below 1: " + value);
    }
    return value;
  }

  private static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is not positive: " + value);
    }
    return value;
  }
}
