package dev.scorekeeper.benchmarks.targets;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import dev.scorekeeper.benchmarks.wire.LoadPlan;
import java.util.List;
import java.util.Locale;

/**
 * Questions: how much heap does a request cost beyond what bare gRPC needs, and does that grow with
 * the request?
 *
 * <p>A copy of the payload on the heap would show as one byte of heap for each byte of payload.
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
    byte[] one = PerfModels.PERF_MLP.request(SMALL_ROWS).toByteArray();
    byte[] four = PerfModels.PERF_MLP.request(LARGE_ROWS).toByteArray();
    Server server = lab.server();
    Turns turns = new Turns();
    for (int turn = -1; turn < lab.turns(); turn++) {
      lab.progress("heap of 4 MiB requests, turn " + (turn + 1));
      double small = bytesPerRequest(lab, server, server.unary(one, 2, 1));
      double large = bytesPerRequest(lab, server, server.unary(four, 2, 1));
      if (turn >= 0) {
        turns.add("slope", (large - small) / (four.length - one.length));
        turns.add("small", small);
        turns.add("large", large);
      }
    }
    return new Figure(
        "heap",
        "4 MiB requests: heap bytes for each further byte of payload",
        Bound.atMost(0.1),
        turns.spread("slope"),
        String.format(
            Locale.ROOT,
            "%,.0f bytes at 1 MiB, %,.0f at 4 MiB; a copy on the heap would show as 1",
            turns.median("small"),
            turns.median("large")));
  }

  private static double bytesPerRequest(Lab lab, Server server, LoadPlan plan) throws Exception {
    try (JvmUse heap = new JvmUse(server.pid());
        FrameLoad load = FrameLoad.open(plan)) {
      load.run(0.5, 0);
      long before = heap.allocatedBytes();
      FrameLoad.Result result = load.run(lab.seconds(), 0);
      return (double) (heap.allocatedBytes() - before) / result.answered();
    }
  }
}
