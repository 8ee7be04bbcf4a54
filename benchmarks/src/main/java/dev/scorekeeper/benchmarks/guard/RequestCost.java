package dev.scorekeeper.benchmarks.guard;

import dev.scorekeeper.benchmarks.wire.FrameLoad;
import dev.scorekeeper.benchmarks.wire.LoadPlan;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one request cost a server in one turn.
 *
 * @param requests answered in the turn
 * @param bytes heap bytes allocated a request
 * @param cpuMicros CPU time of the server's threads a request
 * @param wallMicros time of the turn a request
 */
record RequestCost(long requests, double bytes, double cpuMicros, double wallMicros) {

  /** From the first requests to an even load. */
  private static final double SETTLING_SECONDS = 0.25;

  /** The median of each component by itself; at least one turn. */
  static RequestCost median(List<RequestCost> turns) {
    return new RequestCost(
        (long) median(turns, RequestCost::requests),
        median(turns, RequestCost::bytes),
        median(turns, RequestCost::cpuMicros),
        median(turns, RequestCost::wallMicros));
  }

  private static double median(List<RequestCost> turns, ToDoubleFunction<RequestCost> value) {
    double[] sorted = turns.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** A server of this JVM under one kind of load. */
  record Target(String name, int port, List<String> threadPrefixes) {}

  /**
   * Requests in closed loop.
   *
   * @param inFlight on each connection
   * @param streams of each connection, on which the requests are sent; 0: each is a unary call
   * @param seconds length of a turn
   */
  record Load(int connections, int inFlight, int streams, double seconds) {

    /** The same requests on streams. */
    Load onStreams() {
      return new Load(connections, inFlight, 1, seconds);
    }

    private LoadPlan plan(int port, byte[] payload) {
      LoadPlan unary = LoadPlan.unary(port, payload, connections, inFlight);
      return streams == 0 ? unary : unary.onStreams(streams);
    }
  }

  /**
   * One turn on this server, driven by the calling thread.
   *
   * @throws IOException also when a request failed
   */
  static RequestCost measure(Target target, Load load, byte[] payload)
      throws IOException, Http2Exception {
    try (FrameLoad generator = FrameLoad.open(load.plan(target.port(), payload))) {
      FrameLoad.Result unused = generator.run(SETTLING_SECONDS, 0);
      return measure(target, load, generator);
    }
  }

  /**
   * The same unmeasured and without settling: the first answers of a cold server take their time.
   *
   * @return number of requests answered
   * @throws IOException when none comes
   */
  static long warm(Target target, Load load, byte[] payload) throws IOException, Http2Exception {
    try (FrameLoad generator = FrameLoad.open(load.plan(target.port(), payload))) {
      return generator.run(load.seconds(), 0).answered();
    }
  }

  private static RequestCost measure(Target target, Load load, FrameLoad generator)
      throws IOException, Http2Exception {
    ThreadCosts threads = ThreadCosts.of(target.threadPrefixes());
    ThreadCosts.Reading before = threads.read();
    FrameLoad.Result result = generator.run(load.seconds(), 0);
    ThreadCosts.Reading cost = threads.read().minus(before);
    if (result.failed() > 0) {
      throw new IOException(target.name() + " failed " + result.failed() + " requests");
    }
    double requests = result.answered();
    return new RequestCost(
        result.answered(),
        cost.bytes() / requests,
        cost.cpuNanos() / 1e3 / requests,
        result.wallNanos() / 1e3 / requests);
  }
}
