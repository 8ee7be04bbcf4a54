package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import dev.scorekeeper.benchmarks.wire.LoadPlan;
import java.util.List;
import java.util.Locale;

/**
 * Question: does a server that says SERVING already serve as fast as it ever will?
 *
 * <p>Open loop, so that requests behind a pause count for what they waited. A generator that
 * compiles has such pauses of its own: it sends the same to another server before, over connections
 * opened anew, until it has nothing left to compile.
 */
final class FirstSecondRow implements Row {

  private static final double PER_SECOND = 5_000;
  private static final double STEADY_AFTER_SECONDS = 12;
  private static final int LEAST_SETTLING_SECONDS = 8;

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    byte[] payload = PerfModels.PERF_MLP.request(1).toByteArray();
    settleGenerator(lab, payload);
    Turns turns = new Turns();
    for (int turn = 0; turn < lab.turns(); turn++) {
      lab.progress("first second, turn " + (turn + 1));
      try (Server server = lab.start(Lab.SERVER_CORE, lab.models());
          FrameLoad load = FrameLoad.open(plan(server, payload))) {
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

  private static LoadPlan plan(Server server, byte[] payload) {
    return server.unary(payload, 4, 1).atRate(PER_SECOND);
  }

  private static void settleGenerator(Lab lab, byte[] payload) throws Exception {
    Server other = lab.server();
    lab.progress("settling the generator");
    Settling.settle(
        other,
        LEAST_SETTLING_SECONDS,
        () -> {
          try (FrameLoad load = FrameLoad.open(plan(other, payload))) {
            load.run(1, 0);
          }
        });
  }
}
