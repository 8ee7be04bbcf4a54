package dev.scorekeeper.cli.load;

import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measurements made up for tests. */
final class LoadResults {
  static final long SECOND = 1_000_000_000L;
  static final GeneratorUse IDLE = new GeneratorUse(2, 0.2, 0.1, "loop", 0.5, true);

  private LoadResults() {}

  static LoadPlan plan(Traffic traffic, int windows) {
    return new LoadPlan(
        traffic,
        new Timeline(0, SECOND, windows),
        1,
        4,
        false,
        10 * SECOND,
        1,
        Slo.parse("p99=10ms"));
  }

  static LoadResult result(LoadPlan plan, List<WindowResult> windows, GeneratorUse use) {
    return new LoadResult(
        new LoadSubject("localhost:8500", "m", 1, "", "scorekeeper.v1", 60, 100, "made-up rows"),
        plan,
        Map.of("cpu", "a CPU", "pinned_to", "1", "java", "a JVM", "transport", "plain text"),
        1_000_000,
        windows,
        use,
        new ServerSplit(900, 900, 30, 100, 50, Map.of(32, 30L), Map.of("TOO_MANY_ROWS", 3L)),
        1);
  }

  /** A window of one second with answers of one latency. */
  static WindowResult window(int answers, long latencyNanos, long lagNanos) {
    Recording recording = new Recording(new Timeline(0, SECOND, 1), 0, 10_000_000);
    for (int i = 0; i < answers; i++) {
      long intended = i * SECOND / answers / 2;
      recording.offered(intended);
      recording.ended(intended, intended + lagNanos, intended + latencyNanos, Code.OK);
    }
    return recording.results(SECOND).get(0);
  }

  static List<WindowResult> windows(int count, int answers, long latencyNanos, long lagNanos) {
    List<WindowResult> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      windows.add(window(answers, latencyNanos, lagNanos));
    }
    return windows;
  }
}
