package dev.scorekeeper.benchmarks.guard;

import dev.scorekeeper.benchmarks.guard.RequestCost.Load;
import dev.scorekeeper.benchmarks.guard.RequestCost.Target;
import dev.scorekeeper.benchmarks.wire.CeilingServer;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
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

  private static final List<String> CEILING_THREADS = List.of("grpc-default-worker-ELG");

  /** Kept, since the log manager would forget it and its level. */
  private static final Logger grpcLogger = Logger.getLogger("io.grpc.netty");

  /**
   * How much is measured.
   *
   * @param load of unary requests
   * @param warmTurns turns of each kind that do not count
   * @param turns turns of each kind that do
   */
  record Plan(Load load, int warmTurns, int turns) {}

  /**
   * Makes this JVM's servers comparable: one event loop for the ceiling, as ours has. To be called
   * before anything of Netty is used.
   */
  static void prepareJvm() {
    System.setProperty("io.netty.eventLoopThreads", "1");
    // A turn ends by closing connections with calls in flight, of which gRPC makes a stack trace
    // each.
    grpcLogger.setLevel(Level.OFF);
  }

  /** Runs the turns, the ceiling's and ours in rotation, on the calling thread. */
  static Comparison measure(Target target, PredictRequest request, Plan plan)
      throws IOException, Http2Exception, InterruptedException {
    byte[] payload = request.toByteArray();
    Server bare = CeilingServer.start(0, responseBytes(target.port(), request));
    Target ceiling = new Target("the ceiling", bare.getPort(), CEILING_THREADS);
    List<RequestCost> ourTurns = new ArrayList<>();
    List<RequestCost> streamTurns = new ArrayList<>();
    List<RequestCost> ceilingTurns = new ArrayList<>();
    try {
      for (int turn = 0; turn < plan.warmTurns(); turn++) {
        RequestCost.warm(ceiling, plan.load(), payload);
        RequestCost.warm(target, plan.load(), payload);
        RequestCost.warm(target, plan.load().onStreams(), payload);
      }
      for (int turn = 0; turn < plan.turns(); turn++) {
        ceilingTurns.add(RequestCost.measure(ceiling, plan.load(), payload));
        ourTurns.add(RequestCost.measure(target, plan.load(), payload));
        streamTurns.add(RequestCost.measure(target, plan.load().onStreams(), payload));
      }
    } finally {
      bare.shutdownNow().awaitTermination();
    }
    return new Comparison(
        RequestCost.median(ourTurns),
        RequestCost.median(streamTurns),
        RequestCost.median(ceilingTurns));
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
