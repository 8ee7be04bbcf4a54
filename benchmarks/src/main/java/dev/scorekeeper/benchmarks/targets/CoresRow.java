package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import java.util.List;
import java.util.Locale;

/**
 * Question: does one connection, which lives on one event loop, make use of a second core?
 *
 * <p>With both cores the generator takes its time from the server's; its load is told.
 */
final class CoresRow implements Row {

  private static final int IN_FLIGHT = 256;

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    byte[] payload = PerfModels.PERF_CNN.request(1).toByteArray();
    Server one = lab.server();
    Turns turns = new Turns();
    try (Server both = lab.start("0,1", lab.models())) {
      lab.settle(one.unary(payload, 1, IN_FLIGHT), one);
      lab.settle(both.unary(payload, 1, IN_FLIGHT), both);
      for (int turn = -1; turn < lab.turns(); turn++) {
        lab.progress("both cores, turn " + (turn + 1));
        FrameLoad.Result single = lab.load(one.unary(payload, 1, IN_FLIGHT), one);
        FrameLoad.Result twin = lab.load(both.unary(payload, 1, IN_FLIGHT), both);
        if (turn >= 0) {
          turns.add("ratio", twin.perSecond() / single.perSecond());
          turns.add("one", single.perSecond());
          turns.add("both", twin.perSecond());
          turns.add("busy", (double) twin.serverCpuNanos() / twin.wallNanos());
          turns.add("generator", twin.generatorLoad());
        }
      }
    }
    return List.of(
        new Figure(
            "cores",
            "perf_cnn, one connection x 256: rows/s on both cores against one",
            Bound.atLeast(1.8),
            turns.spread("ratio"),
            String.format(
                Locale.ROOT,
                "%,.0f rows/s on one, %,.0f on both, where the server had %.2f cores and the"
                    + " generator %.2f",
                turns.median("one"),
                turns.median("both"),
                turns.median("busy"),
                turns.median("generator"))));
  }
}
