package dev.scorekeeper.benchmarks.wire;

import static com.google.common.truth.Truth.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class FrameLoadTest {

  private static final byte[] SMALL = new byte[60];

  /** More than a stream's window and than a connection's. */
  private static final byte[] LARGE = new byte[3 << 20];

  private CeilingServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = CeilingServer.start(0, 40, 1);
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  private LoadPlan plan(byte[] payload) {
    return LoadPlan.unary(server.port(), payload, 2, 4);
  }

  @Test
  void run_closedLoop_isAnswered() throws Exception {
    assertAnswered(plan(SMALL));
  }

  @Test
  void run_payloadsBeyondTheWindows_areAnswered() throws Exception {
    assertAnswered(plan(SMALL).withPayloads(List.of(LARGE, SMALL)));
  }

  @Test
  void run_rotatingOverManyConnections_isAnswered() throws Exception {
    assertAnswered(LoadPlan.unary(server.port(), SMALL, 50, 4).rotating());
  }

  @Test
  void run_openLoop_isAnswered() throws Exception {
    assertAnswered(plan(SMALL).atRate(200).withDeadline(Duration.ofSeconds(60)));
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

  /** Goes on until so many are answered as show that answers make room for more. */
  private static void assertAnswered(LoadPlan plan) throws Exception {
    try (FrameLoad load = FrameLoad.open(plan)) {
      long answered = 0;
      while (answered < 100) {
        FrameLoad.Result result = load.run(0.05, 0);
        answered += result.answered();
        assertThat(result.failed()).isEqualTo(0);
        assertThat(result.gaveUp()).isEqualTo(0);
        assertThat(result.inTime()).isEqualTo(result.answered());
        assertThat(result.latencies().getTotalCount()).isEqualTo(result.answered());
      }
    }
  }
}
