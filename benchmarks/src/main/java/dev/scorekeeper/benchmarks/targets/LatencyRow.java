package dev.scorekeeper.benchmarks.targets;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import java.util.List;
import java.util.Locale;

/** Question: what does a lone caller wait beyond gRPC and the run of its row? */
final class LatencyRow implements Row {

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    ByteString request = PerfModels.PERF_MLP.request(1).toByteString();
    byte[] payload = request.toByteArray();
    Server server = lab.server();
    Server ceiling = lab.ceilingFor(request);
    lab.settle(ceiling.unary(payload, 1, 1), ceiling);
    lab.settle(server.unary(payload, 1, 1), server);
    Turns turns = new Turns();
    for (int turn = -1; turn < lab.turns(); turn++) {
      lab.progress("one call at a time, turn " + (turn + 1));
      FrameLoad.Result bare = lab.load(ceiling.unary(payload, 1, 1), ceiling);
      double run = lab.bare().microsPerRun("perf_mlp", 1, 300);
      FrameLoad.Result ours = lab.load(server.unary(payload, 1, 1), server);
      if (turn >= 0) {
        turns.add("added", ours.micros(50) - bare.micros(50) - run);
        turns.add("ours", ours.micros(50));
        turns.add("ceiling", bare.micros(50));
        turns.add("run", run);
      }
    }
    return List.of(
        new Figure(
            "latency",
            "perf_mlp, 1 x 1: p50 over the ceiling's and the run, us",
            Bound.atMost(15),
            turns.spread("added"),
            String.format(
                Locale.ROOT,
                "p50 %.1f us; the ceiling's %.1f us; the run %.1f us",
                turns.median("ours"),
                turns.median("ceiling"),
                turns.median("run"))));
  }
}
