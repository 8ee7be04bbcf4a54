package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import dev.scorekeeper.benchmarks.wire.LoadPlan;
import dev.scorekeeper.benchmarks.wire.ProcessUse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Question: what is left of the capacity when twice as much is asked for, in open loop and with
 * deadlines, and do those who are answered get it in time?
 *
 * <p>Capacity is what a closed loop of 4 x 64 calls without deadlines gets: what is asked for is
 * twice that of the moment before, and compared with the mean of before and after.
 */
final class OverloadRow implements Row {

  private static final Duration DEADLINE = Duration.ofMillis(100);
  private static final int CONNECTIONS = 8;
  private static final double MEBIBYTE = 1 << 20;

  private final PerfModels model;

  OverloadRow(PerfModels model) {
    this.model = model;
  }

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    byte[] payload = model.request(1).toByteArray();
    Server server = lab.server();
    lab.settle(server.unary(payload, 4, 64), server);
    Turns turns = new Turns();
    for (int turn = -1; turn < lab.turns(); turn++) {
      lab.progress("%s, twice the capacity, turn %d".formatted(model.model(), turn + 1));
      double before = capacity(lab, server, payload);
      LoadPlan plan =
          server.unary(payload, CONNECTIONS, 1).atRate(2 * before).withDeadline(DEADLINE);
      long memory;
      FrameLoad.Result result;
      try (FrameLoad load = FrameLoad.open(plan)) {
        if (turn < 0) { // what refuses is compiled apart from what answers
          Settling.settle(server, 3, () -> load.run(1, 0));
        }
        load.run(1, 0);
        memory = ProcessUse.residentBytes(server.pid());
        result = load.run(2 * lab.seconds(), server.pid());
        memory = ProcessUse.residentBytes(server.pid()) - memory;
      }
      double after = capacity(lab, server, payload);
      if (turn >= 0) {
        turns.add("grown", memory / MEBIBYTE);
        add(turns, (before + after) / 2, result);
      }
    }
    return figures(turns);
  }

  private static double capacity(Lab lab, Server server, byte[] payload) throws Exception {
    return lab.load(server.unary(payload, 4, 64), server).perSecond();
  }

  private static void add(Turns turns, double capacity, FrameLoad.Result result) {
    double asked = result.answered() + result.failed() + result.gaveUp();
    turns.add("goodput", result.goodput() / capacity);
    turns.add("p99", result.micros(99) / 1e3);
    turns.add("capacity", capacity);
    turns.add("asked", asked * 1e9 / result.wallNanos());
    turns.add("refused", 100 * result.failed() / asked);
    turns.add("gaveUp", 100 * result.gaveUp() / asked);
    turns.add("generator", 100 * result.generatorLoad());
  }

  private List<Figure> figures(Turns turns) {
    String load = model.model() + ", open loop at 2 x capacity";
    return List.of(
        new Figure(
            "overload",
            load + ": goodput against capacity",
            Bound.atLeast(0.9),
            turns.spread("goodput"),
            String.format(
                Locale.ROOT,
                "capacity %,.0f/s; asked %,.0f/s; refused %.0f %%; not sent in time %.0f %%",
                turns.median("capacity"),
                turns.median("asked"),
                turns.median("refused"),
                turns.median("gaveUp"))),
        new Figure(
            "overload",
            load + ": p99 of the answered, ms",
            Bound.atMost((double) DEADLINE.toMillis()),
            turns.spread("p99"),
            "deadline " + DEADLINE.toMillis() + " ms"),
        new Figure(
            "overload",
            load + ": resident memory grown, MiB",
            Bound.atMost(16),
            turns.spread("grown"),
            ""));
  }
}
