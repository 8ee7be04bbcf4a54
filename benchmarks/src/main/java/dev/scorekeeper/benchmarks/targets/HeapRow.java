package dev.scorekeeper.benchmarks.targets;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import dev.scorekeeper.benchmarks.wire.LoadPlan;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Questions: how much heap does a request cost beyond what bare gRPC needs, and does that grow with
 * the request?
 *
 * <p>A copy of the payload on the heap shows as one byte of heap for each byte of payload. What
 * gRPC and Netty need for each frame shows too, and is taken off by the ceiling's, which makes one
 * copy; so are the outputs.
 */
final class HeapRow implements Row {

  private static final int ROW_BYTES = 40;
  private static final int SMALL_ROWS = (1 << 20) / ROW_BYTES;
  private static final int LARGE_ROWS = (4 << 20) / ROW_BYTES;

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    return List.of(small(lab), large(lab));
  }

  private static Figure small(Lab lab) throws Exception {
    ByteString request = PerfModels.PERF_MLP.request(1).toByteString();
    Server server = lab.server();
    Server ceiling = lab.ceilingFor(request);
    lab.settle(ceiling.unary(request.toByteArray(), 4, 64), ceiling);
    lab.settle(server.unary(request.toByteArray(), 4, 64), server);
    Turns turns = new Turns();
    for (int turn = -1; turn < lab.turns(); turn++) {
      lab.progress("heap, turn " + (turn + 1));
      double bare = bytesPerRequest(lab, ceiling, ceiling.unary(request.toByteArray(), 4, 64));
      double ours = bytesPerRequest(lab, server, server.unary(request.toByteArray(), 4, 64));
      if (turn >= 0) {
        turns.add("over", ours - bare);
        turns.add("ours", ours);
        turns.add("bare", bare);
      }
    }
    return new Figure(
        "heap",
        "perf_mlp, unary, 4 x 64: heap bytes a request over the ceiling's",
        Bound.atMost(400),
        turns.spread("over"),
        String.format(
            Locale.ROOT,
            "%,.0f bytes, the ceiling's %,.0f",
            turns.median("ours"),
            turns.median("bare")));
  }

  private static Figure large(Lab lab) throws Exception {
    ByteString one = PerfModels.PERF_MLP.request(SMALL_ROWS).toByteString();
    ByteString four = PerfModels.PERF_MLP.request(LARGE_ROWS).toByteString();
    Server server = lab.server();
    Server ceilingOfOne = lab.ceilingFor(one);
    Server ceilingOfFour = lab.ceilingFor(four);
    // The outputs of a request that took several runs are joined on the heap.
    double outputs =
        (double) (server.responseBytes(four) - server.responseBytes(one))
            / (four.size() - one.size());
    Turns turns = new Turns();
    for (int turn = -1; turn < lab.turns(); turn++) {
      lab.progress("heap of 4 MiB requests, turn " + (turn + 1));
      double ours = slope(lab, server, one, server, four);
      double bare = slope(lab, ceilingOfOne, one, ceilingOfFour, four);
      if (turn >= 0) {
        turns.add("copies", 1 + ours - outputs - bare);
        turns.add("ours", ours);
        turns.add("bare", bare);
      }
    }
    return new Figure(
        "heap",
        "4 MiB requests: copies of the payload on the heap",
        Bound.atMost(0.1),
        turns.spread("copies"),
        String.format(
            Locale.ROOT,
            "%.2f bytes of heap for each further byte, %.2f of them outputs; the ceiling's %.2f,"
                + " which copies once",
            turns.median("ours"),
            outputs,
            turns.median("bare")));
  }

  /** Heap bytes for each further byte of a request. */
  private static double slope(
      Lab lab, Server ofShort, ByteString shorter, Server ofLong, ByteString longer)
      throws Exception {
    double small = bytesPerRequest(lab, ofShort, ofShort.unary(shorter.toByteArray(), 2, 1));
    double large = bytesPerRequest(lab, ofLong, ofLong.unary(longer.toByteArray(), 2, 1));
    return (large - small) / (longer.size() - shorter.size());
  }

  private static double bytesPerRequest(Lab lab, Server server, LoadPlan plan) throws Exception {
    try (JvmUse heap = new JvmUse(server.pid());
        FrameLoad load = FrameLoad.open(plan)) {
      load.run(0.5, 0);
      long before = heap.allocatedBytes();
      FrameLoad.Result result = load.run(lab.seconds(), 0);
      if (result.failed() > 0 || result.answered() == 0) {
        throw new IOException("requests failed: " + result);
      }
      return (double) (heap.allocatedBytes() - before) / result.answered();
    }
  }
}
