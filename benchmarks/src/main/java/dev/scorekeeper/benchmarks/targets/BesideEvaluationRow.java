package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Question: does an evaluation on the same core make callers of Predict wait?
 *
 * <p>Open loop, so that requests behind a pause count for what they waited. The evaluation's client
 * is a process of its own, {@link EvaluationLoad}.
 */
final class BesideEvaluationRow implements Row {

  private static final double PER_SECOND = 5_000;

  /** More than wait in buffers on the way to the model. */
  private static final long STARTED_ROWS = 10_000;

  /**
   * Not by {@code nice}: Linux from 6.6 on lets also the nicest thread end its slice, over a
   * millisecond, before a thread that wakes up gets the core. This class gives way at once.
   */
  private static final List<String> LOWEST_PRIORITY = List.of("chrt", "--idle", "0");

  /** Until the client's own compiler is through with it. */
  private static final int SETTLED_SECONDS = 6;

  private final PerfModels evaluated;

  BesideEvaluationRow(PerfModels evaluated) {
    this.evaluated = evaluated;
  }

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    byte[] payload = PerfModels.PERF_MLP.request(1).toByteArray();
    Server server = lab.server();
    Turns turns = new Turns();
    try (FrameLoad load = FrameLoad.open(server.unary(payload, 4, 1).atRate(PER_SECOND))) {
      for (int turn = -1; turn < lab.turns(); turn++) {
        lab.progress("beside an evaluation of %s, turn %d".formatted(evaluated.model(), turn + 1));
        FrameLoad.Result alone = run(lab, load);
        FrameLoad.Result besideNothing;
        try (Child idle = idleLoop(lab)) {
          lab.progress("beside a loop of the lowest priority, process " + idle.pid());
          load.run(0.5, 0);
          besideNothing = run(lab, load);
        }
        load.run(0.5, 0);
        try (Child evaluation = evaluation(lab, server)) {
          while (sentRows(evaluation) < STARTED_ROWS) {
            load.run(0.5, 0);
          }
          Settling.settle(server, SETTLED_SECONDS, () -> load.run(1, 0));
          long before = sentRows(evaluation);
          FrameLoad.Result beside = run(lab, load);
          long rows = sentRows(evaluation) - before;
          if (turn >= 0) {
            turns.add("ratio", beside.micros(99) / alone.micros(99));
            turns.add("alone", alone.micros(99));
            turns.add("loop", besideNothing.micros(99));
            turns.add("beside", beside.micros(99));
            turns.add("rows", rows / (2 * lab.seconds()));
          }
        }
        load.run(0.5, 0);
      }
    }
    return List.of(
        new Figure(
            "beside_" + evaluated.model(),
            "perf_mlp, 5,000/s: p99 with an evaluation of "
                + evaluated.model()
                + " against without",
            Bound.atMost(1.5),
            turns.spread("ratio"),
            String.format(
                Locale.ROOT,
                "%,.0f us with, %,.0f us without, %,.0f us beside an empty loop of the lowest"
                    + " priority; %,.0f rows/s evaluated meanwhile",
                turns.median("beside"),
                turns.median("alone"),
                turns.median("loop"),
                turns.median("rows"))));
  }

  private static FrameLoad.Result run(Lab lab, FrameLoad load) throws Exception {
    FrameLoad.Result result = load.run(2 * lab.seconds(), 0);
    if (result.failed() > 0) {
      throw new IOException("of the requests " + result.failed() + " failed: " + result);
    }
    return result;
  }

  /**
   * Keeps the server's core busy with nothing: what callers wait longer then is the machine's
   * doing, which on a shared one may take a core away from who uses it all the time.
   */
  private static Child idleLoop(Lab lab) throws IOException {
    return Child.start(
        Lab.SERVER_CORE,
        lab.scratch().resolve("evaluations.log"),
        Stream.concat(LOWEST_PRIORITY.stream(), Stream.of("sh", "-c", "while :; do :; done"))
            .toList());
  }

  /**
   * Its client shares the server's core with the lowest priority, as the evaluation itself: on the
   * generator's core it would show in what that measures.
   */
  private Child evaluation(Lab lab, Server server) throws IOException {
    List<String> command = new ArrayList<>(LOWEST_PRIORITY);
    command.addAll(
        Child.javaCommand(
            EvaluationLoad.class, List.of(Integer.toString(server.port()), evaluated.model())));
    return Child.start(Lab.SERVER_CORE, lab.scratch().resolve("evaluations.log"), command);
  }

  private static long sentRows(Child evaluation) throws IOException {
    evaluation.tell("");
    return Long.parseLong(evaluation.line());
  }
}
