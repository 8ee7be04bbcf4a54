package dev.scorekeeper.cli.load;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.v1.ModelSpec;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole generator against a server on the loopback that stalls and fails. */
final class LoadEngineTest {
  private static final long MILLI = 1_000_000;
  private static final long STALL = 400 * MILLI;

  private static List<WindowResult> run(ScriptedServer server, Traffic traffic, boolean stream)
      throws InterruptedException {
    return run(server.target(), traffic, stream);
  }

  private static List<WindowResult> run(String target, Traffic traffic, boolean stream)
      throws InterruptedException {
    Timeline timeline = new Timeline(50 * MILLI, 400 * MILLI, 3);
    LoadPlan plan = new LoadPlan(traffic, timeline, 1, 2, stream, 5_000 * MILLI, 1, null);
    ScorekeeperProtocol protocol =
        new ScorekeeperProtocol(ModelSpec.newBuilder().setName("m").build(), "");
    try (Sender sender = protocol.open(target, 2, stream, plan.deadlineNanos())) {
      LoadEngine engine =
          new LoadEngine(sender, List.of(protocol.encode(List.of())), Pacing.ofMachine());
      return engine.run(plan, new Unwatched());
    }
  }

  private static final class Unwatched implements LoadWatcher {
    @Override
    public void onBegin() {}

    @Override
    public void onEnd() {}

    @Override
    public void onProgress(double share) {}
  }

  @Test
  void run_openLoopOnAServerThatStalls_showsTheStallInTheTail()
      throws IOException, InterruptedException {
    try (ScriptedServer server = new ScriptedServer(80, STALL, 0)) {
      WindowResult total = WindowResult.inSequence(run(server, Traffic.rate(200, false), false));
      assertThat(total.offered()).isWithin(2).of(240);
      assertThat(total.unanswered()).isEqualTo(0);
      // A third of the requests fall into the stall and wait for its end, 200 ms on average.
      long held = total.latency().getCountBetweenValues(50 * MILLI, 10_000 * MILLI);
      assertThat(held).isAtLeast(60);
      assertThat(total.latency().getValueAtPercentile(90)).isAtLeast(200 * MILLI);
    }
  }

  @Test
  void run_closedLoopOnTheSameServer_seesOneSlowCallForEachCaller()
      throws IOException, InterruptedException {
    try (ScriptedServer server = new ScriptedServer(80, STALL, 0)) {
      WindowResult total = WindowResult.inSequence(run(server, Traffic.concurrency(2), false));
      assertThat(total.latency().getCountBetweenValues(50 * MILLI, 10_000 * MILLI)).isAtMost(2);
    }
  }

  @Test
  void run_serverThatRefuses_countsByStatusAndLosesNone() throws IOException, InterruptedException {
    for (boolean stream : new boolean[] {false, true}) {
      try (ScriptedServer server = new ScriptedServer(0, 0, 4)) {
        WindowResult total = WindowResult.inSequence(run(server, Traffic.rate(500, true), stream));
        long refused = total.statuses().getOrDefault("RESOURCE_EXHAUSTED", 0L);
        assertThat(refused).isWithin(2).of(total.offered() / 4);
        assertThat(total.failedLatency().getTotalCount()).isEqualTo(refused);
        assertThat(total.unanswered()).isEqualTo(0);
      }
    }
  }

  @Test
  void run_closedLoopOverStreams_keepsEveryCallerBusy() throws IOException, InterruptedException {
    try (ScriptedServer server = new ScriptedServer(0, 0, 0)) {
      List<WindowResult> windows = run(server, Traffic.concurrency(8), true);
      assertThat(windows).hasSize(3);
      for (WindowResult window : windows) {
        assertThat(window.answered()).isGreaterThan(20);
      }
      assertThat(WindowResult.inSequence(windows).statuses().keySet()).containsExactly("OK");
    }
  }

  @Test
  void run_offline_sendsExactlySoMany() throws IOException, InterruptedException {
    try (ScriptedServer server = new ScriptedServer(0, 0, 0)) {
      LoadPlan plan =
          new LoadPlan(
              Traffic.offline(500, 16),
              new Timeline(0, 60_000 * MILLI, 1),
              1,
              2,
              false,
              5_000 * MILLI,
              1,
              null);
      ScorekeeperProtocol protocol =
          new ScorekeeperProtocol(ModelSpec.newBuilder().setName("m").build(), "");
      try (Sender sender = protocol.open(server.target(), 2, false, plan.deadlineNanos())) {
        LoadEngine engine =
            new LoadEngine(sender, List.of(protocol.encode(List.of())), Pacing.ofMachine());
        List<WindowResult> windows = engine.run(plan, new Unwatched());
        assertThat(windows).hasSize(1);
        assertThat(windows.get(0).answered()).isEqualTo(500);
        assertThat(windows.get(0).nanos()).isLessThan(60_000 * MILLI);
      }
      assertThat(server.requests()).isEqualTo(500);
    }
  }

  @Test
  void run_noServer_countsItAsUnavailable() throws IOException, InterruptedException {
    ScriptedServer gone = new ScriptedServer(0, 0, 0);
    String target = gone.target();
    gone.close();
    WindowResult total = WindowResult.inSequence(run(target, Traffic.concurrency(2), false));
    assertThat(total.answered()).isEqualTo(0);
    assertThat(total.statuses().keySet()).containsExactly("UNAVAILABLE");
    // Callers pause: no more than one request in 10 ms each.
    assertThat(total.offered()).isAtMost(300);
  }
}
