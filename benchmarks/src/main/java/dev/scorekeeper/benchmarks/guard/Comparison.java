package dev.scorekeeper.benchmarks.guard;

import dev.scorekeeper.benchmarks.guard.RequestCost.Load;
import dev.scorekeeper.benchmarks.guard.RequestCost.Target;
import dev.scorekeeper.benchmarks.wire.CeilingServer;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a request cost a server and, with the same bytes and load, the ceiling: medians over the
 * turns.
 *
 * @param ours of a unary request
 * @param stream of a request on one PredictStream of each connection
 * @param ceiling of a unary request at the ceiling
 */
record Comparison(RequestCost ours, RequestCost stream, RequestCost ceiling) {

  private static final List<String> CEILING_THREADS = List.of(CeilingServer.THREADS);

  /**
   * A machine that other work slows down needs more turns until the JVM has compiled what is
   * measured: ten times as many calls as make it compile a method for good.
   */
  private static final long WARM_REQUESTS = 50_000;

  private static final int MOST_WARM_TURNS = 20;

  /** Kept, since the log manager would forget it and its level. */
  private static final Logger grpcLogger = Logger.getLogger("io.grpc.netty");

  /**
   * How much is measured.
   *
   * @param load of unary requests
   * @param warmTurns least number of turns of each kind that do not count
   * @param turns turns of each kind that do
   */
  record Plan(Load load, int warmTurns, int turns) {}

  /** Runs the turns, the ceiling's and ours in rotation, on the calling thread. */
  static Comparison measure(Target target, PredictRequest request, Plan plan)
      throws IOException, Http2Exception, InterruptedException {
    // A turn ends by closing connections with calls in flight, of which gRPC makes a stack trace
    // each.
    grpcLogger.setLevel(Level.OFF);
    byte[] payload = request.toByteArray();
    List<RequestCost> ourTurns = new ArrayList<>();
    List<RequestCost> streamTurns = new ArrayList<>();
    List<RequestCost> ceilingTurns = new ArrayList<>();
    try (CeilingServer bare = CeilingServer.start(0, responseBytes(target.port(), request), 1)) {
      Target ceiling = new Target("the ceiling", bare.port(), CEILING_THREADS);
      long warm = 0;
      for (int turn = 0; turn < plan.warmTurns() || isCold(warm, turn); turn++) {
        long plain = RequestCost.warm(ceiling, plan.load(), payload);
        long unary = RequestCost.warm(target, plan.load(), payload);
        long stream = RequestCost.warm(target, plan.load().onStreams(), payload);
        warm += Math.min(plain, Math.min(unary, stream));
      }
      for (int turn = 0; turn < plan.turns(); turn++) {
        ceilingTurns.add(RequestCost.measure(ceiling, plan.load(), payload));
        ourTurns.add(RequestCost.measure(target, plan.load(), payload));
        streamTurns.add(RequestCost.measure(target, plan.load().onStreams(), payload));
      }
    }
    return new Comparison(
        RequestCost.median(ourTurns),
        RequestCost.median(streamTurns),
        RequestCost.median(ceilingTurns));
  }

  private static boolean isCold(long requests, int turns) {
    return requests < WARM_REQUESTS && turns < MOST_WARM_TURNS;
  }

  private static int responseBytes(int port, PredictRequest request) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      return ScoringServiceGrpc.newBlockingStub(channel).predict(request).getSerializedSize();
    } finally {
      channel.shutdownNow();
    }
  }

  /** Heap bytes that a unary request takes more than at the ceiling. */
  double bytesOverCeiling() {
    return ours.bytes() - ceiling.bytes();
  }
}
