package dev.scorekeeper.benchmarks.wire;

import static com.google.common.truth.Truth.assertThat;

import io.grpc.Server;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FrameLoadTest {

  private static final byte[] SMALL = new byte[60];

  /** More than a stream's window and than a connection's. */
  private static final byte[] LARGE = new byte[3 << 20];

  private Server server;

  @BeforeEach
  void startServer() throws Exception {
    server = CeilingServer.start(0, 40);
  }

  @AfterEach
  void stopServer() throws Exception {
    server.shutdownNow().awaitTermination();
  }

  private LoadPlan plan(byte[] payload) {
    return LoadPlan.unary(server.getPort(), payload, 2, 4);
  }

  @Test
  void run_closedLoop_isAnswered() throws Exception {
    assertAnswered(FrameLoad.run(plan(SMALL), 0.05, 0.2, 0));
  }

  @Test
  void run_payloadsBeyondTheWindows_areAnswered() throws Exception {
    LoadPlan plan = plan(SMALL).withPayloads(List.of(LARGE, SMALL));

    assertAnswered(FrameLoad.run(plan, 0.05, 0.3, 0));
  }

  @Test
  void run_rotatingOverManyConnections_isAnswered() throws Exception {
    LoadPlan plan = LoadPlan.unary(server.getPort(), SMALL, 50, 4).rotating();

    assertAnswered(FrameLoad.run(plan, 0.05, 0.2, 0));
  }

  @Test
  void run_openLoop_sendsAtTheRate() throws Exception {
    LoadPlan plan = plan(SMALL).atRate(1_000).withDeadline(Duration.ofSeconds(20));
    try (FrameLoad load = FrameLoad.open(plan)) {
      load.run(0.2, 0);
      FrameLoad.Result result = load.run(1, 0);

      // A Poisson process: 1,000 with a standard deviation of 32; whatever else the machine does
      // makes answers late, but takes none away for long.
      assertThat(result.answered()).isAtLeast(700);
      assertThat(result.answered()).isAtMost(1_400);
      assertThat(result.gaveUp()).isEqualTo(0);
    }
  }

  @Test
  void arrivals_areAsManyAsTheRateSays() {
    Arrivals arrivals = new Arrivals(10_000, 0);
    int count = 0;
    while (arrivals.nextNanos() < 1_000_000_000) {
      arrivals.advance();
      count++;
    }
    assertThat(count).isAtLeast(9_600);
    assertThat(count).isAtMost(10_400);
  }

  private static void assertAnswered(FrameLoad.Result result) {
    assertThat(result.failed()).isEqualTo(0);
    assertThat(result.answered()).isGreaterThan(0);
    assertThat(result.latencies().getTotalCount()).isEqualTo(result.answered());
    assertThat(result.inTime()).isEqualTo(result.answered());
  }
}
