package dev.scorekeeper.benchmarks.targets;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import java.util.List;
import java.util.Locale;

/** Question: how much of the bare run's speed is left when a request carries many rows? */
final class ManyRowsRow implements Row {

  private static final int ROWS = 1_000;

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    ByteString request = PerfModels.PERF_MLP.request(ROWS).toByteString();
    byte[] payload = request.toByteArray();
    Server server = lab.server();
    Server ceiling = lab.ceilingFor(request);
    lab.settle(ceiling.unary(payload, 4, 4), ceiling);
    lab.settle(server.unary(payload, 4, 4), server);
    Turns turns = new Turns();
    for (int turn = -1; turn < lab.turns(); turn++) {
      lab.progress("%d rows a request, turn %d".formatted(ROWS, turn + 1));
      double run = lab.bare().microsPerRun("perf_mlp", ROWS, 500);
      FrameLoad.Result bare = lab.load(ceiling.unary(payload, 4, 4), ceiling);
      FrameLoad.Result ours = lab.load(server.unary(payload, 4, 4), server);
      if (turn >= 0) {
        double perSecond = ROWS * ours.perSecond();
        turns.add("ratio", perSecond / (1e6 * ROWS / run));
        turns.add("rows", perSecond);
        turns.add("run", run);
        turns.add("E", bare.serverMicrosPerRequest());
        turns.add("cpu", ours.serverMicrosPerRequest());
      }
    }
    return List.of(
        new Figure(
            "many_rows",
            "perf_mlp, 1,000 rows a request: rows/s against the bare run",
            Bound.atLeast(0.75),
            turns.spread("ratio"),
            String.format(
                Locale.ROOT,
                "%,.0f rows/s; %.0f us of CPU a request; the bare run takes %.0f us, E is %.0f us",
                turns.median("rows"),
                turns.median("cpu"),
                turns.median("run"),
                turns.median("E"))));
  }
}
