package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import java.util.List;
import java.util.Locale;

/**
 * Question: does a server that says SERVING already serve as fast as it ever will?
 *
 * <p>Open loop, so that requests behind a pause count for what they waited; another server before
 * has warmed the generator.
 */
final class FirstSecondRow implements Row {

  private static final double PER_SECOND = 5_000;
  private static final double STEADY_AFTER_SECONDS = 12;

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    byte[] payload = PerfModels.PERF_MLP.request(1).toByteArray();
    lab.server();
    Turns turns = new Turns();
    for (int turn = 0; turn < lab.turns(); turn++) {
      lab.progress("first second, turn " + (turn + 1));
      try (Server server = lab.start(Lab.SERVER_CORE, lab.models());
          FrameLoad load = FrameLoad.open(server.unary(payload, 4, 1).atRate(PER_SECOND))) {
        FrameLoad.Result first = load.run(1, 0);
        load.run(STEADY_AFTER_SECONDS, 0);
        FrameLoad.Result steady = load.run(2 * lab.seconds(), 0);
        turns.add("ratio", first.micros(99) / steady.micros(99));
        turns.add("first", first.micros(99));
        turns.add("steady", steady.micros(99));
        turns.add("p50", first.micros(50) / steady.micros(50));
      }
    }
    return List.of(
        new Figure(
            "first_second",
            "perf_mlp, 5,000/s: p99 in the first second against steady",
            Bound.atMost(2),
            turns.spread("ratio"),
            String.format(
                Locale.ROOT,
                "%,.0f us in the first second, %,.0f us after %.0f s; p50 %.2f x",
                turns.median("first"),
                turns.median("steady"),
                STEADY_AFTER_SECONDS,
                turns.median("p50"))));
  }
}
