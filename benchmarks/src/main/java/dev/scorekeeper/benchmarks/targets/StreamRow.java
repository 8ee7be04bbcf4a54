package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Question: how much more does a stream carry than single calls? */
final class StreamRow implements Row {

  private static final int[] IN_FLIGHT = {64, 256};

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    byte[] payload = PerfModels.PERF_MLP.request(1).toByteArray();
    Server server = lab.server();
    List<Figure> figures = new ArrayList<>();
    for (int inFlight : IN_FLIGHT) {
      lab.settle(server.unary(payload, 4, inFlight).onStreams(1), server);
      Turns turns = new Turns();
      for (int turn = -1; turn < lab.turns(); turn++) {
        lab.progress("streams, %d in flight, turn %d".formatted(inFlight, turn + 1));
        FrameLoad.Result unary = lab.load(server.unary(payload, 4, 64), server);
        FrameLoad.Result stream = lab.load(server.unary(payload, 4, inFlight).onStreams(1), server);
        if (turn >= 0) {
          turns.add("ratio", stream.perSecond() / unary.perSecond());
          turns.add("stream", stream.perSecond());
          turns.add("unary", unary.perSecond());
          turns.add("cpu", stream.serverMicrosPerRequest());
          turns.add("generator", stream.generatorLoad());
        }
      }
      figures.add(
          new Figure(
              "stream",
              "perf_mlp, PredictStream 4 x %d: rows/s against unary 4 x 64".formatted(inFlight),
              inFlight == 64 ? Bound.atLeast(2.5) : Bound.NONE,
              turns.spread("ratio"),
              String.format(
                  Locale.ROOT,
                  "%,.0f rows/s against %,.0f; %.2f us of CPU a row; generator busy %.0f %%",
                  turns.median("stream"),
                  turns.median("unary"),
                  turns.median("cpu"),
                  100 * turns.median("generator"))));
    }
    return figures;
  }
}
