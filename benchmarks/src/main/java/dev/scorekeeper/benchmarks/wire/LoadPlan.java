package dev.scorekeeper.benchmarks.wire;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link FrameLoad} sends, and how.
 *
 * @param payloads serialised requests, sent in turns
 * @param connections TCP connections, {@code >= 1}
 * @param inFlight calls, or with {@code streams > 0} messages, in flight; with a rate only the
 *     number of streams matters
 * @param spread how calls are assigned to connections
 * @param streams streams of each connection that carry the messages; 0: each message is a unary
 *     call of its own
 * @param perSecond arrivals a second, a Poisson process from a fixed seed; 0: closed loop
 * @param deadline sent with each call and judged by; the generator gives up by itself calls that it
 *     could not send in time
 * @param spinning whether the generator of a closed loop looks for answers all the time instead of
 *     sleeping until one comes. Who sleeps must be woken, and on one machine the server's core pays
 *     for that, the more often the slower it answers; wants a core of its own. An open loop always
 *     spins.
 */
public record LoadPlan(
    InetSocketAddress address,
    String path,
    List<byte[]> payloads,
    int connections,
    int inFlight,
    Spread spread,
    int streams,
    double perSecond,
    Optional<Duration> deadline,
    boolean spinning) {

  /** How calls are assigned to connections. */
  public enum Spread {
    /** {@code inFlight} on each connection. */
    EACH,
    /** {@code inFlight} together, each on the next connection in turn. */
    ROTATING
  }

  /** The unary method that is called. */
  private static final String UNARY = "/scorekeeper.v1.ScoringService/Predict";

  private static final String STREAM = "/scorekeeper.v1.ScoringService/PredictStream";

  public LoadPlan {
    requireNonNull(address, "address is null");
    payloads = List.copyOf(payloads);
    if (payloads.isEmpty() || connections < 1 || inFlight < 1 || streams < 0 || perSecond < 0) {
      throw new IllegalArgumentException(
          "nothing to send: %d payloads, %d connections, %d in flight, %d streams"
              .formatted(payloads.size(), connections, inFlight, streams));
    }
  }

  /** Unary calls to Predict on loopback in closed loop. */
  public static LoadPlan unary(int port, byte[] payload, int connections, int inFlight) {
    return new LoadPlan(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        UNARY,
        List.of(payload),
        connections,
        inFlight,
        Spread.EACH,
        0,
        0,
        Optional.empty(),
        false);
  }

  /** The same with these payloads, in turns. */
  public LoadPlan withPayloads(List<byte[]> others) {
    return new LoadPlan(
        address,
        path,
        others,
        connections,
        inFlight,
        spread,
        streams,
        perSecond,
        deadline,
        spinning);
  }

  /** The same as messages on so many streams of each connection. */
  public LoadPlan onStreams(int number) {
    return new LoadPlan(
        address,
        STREAM,
        payloads,
        connections,
        inFlight,
        spread,
        number,
        perSecond,
        deadline,
        spinning);
  }

  /** The same number in flight in all, on all connections in turn. */
  public LoadPlan rotating() {
    return new LoadPlan(
        address,
        path,
        payloads,
        connections,
        inFlight,
        Spread.ROTATING,
        streams,
        perSecond,
        deadline,
        spinning);
  }

  /** The same in open loop. */
  public LoadPlan atRate(double callsPerSecond) {
    return new LoadPlan(
        address,
        path,
        payloads,
        connections,
        inFlight,
        spread,
        streams,
        callsPerSecond,
        deadline,
        spinning);
  }

  /** The same with a deadline for each call. */
  public LoadPlan withDeadline(Duration time) {
    return new LoadPlan(
        address,
        path,
        payloads,
        connections,
        inFlight,
        spread,
        streams,
        perSecond,
        Optional.of(time),
        spinning);
  }

  /** The same with a generator that never sleeps. */
  public LoadPlan spin() {
    return new LoadPlan(
        address, path, payloads, connections, inFlight, spread, streams, perSecond, deadline, true);
  }
}
