package dev.scorekeeper.cli.load;

import static com.google.common.truth.Truth.assertThat;

import io.grpc.Status.Code;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both loops on a clock that only moves when told, with a sender that does as told. */
final class LoopsTest {
  private static final long MILLI = 1_000_000;
  private static final List<byte[]> REQUESTS = List.of(new byte[1], new byte[2], new byte[3]);

  private final Clock clock = new Clock();
  private final Recording recording =
      new Recording(new Timeline(0, 1_000 * MILLI, 1), 0, 10 * MILLI);

  /** Time that waiting moves. */
  private static final class Clock implements Pacing {
    private long now;

    @Override
    public long now() {
      return now;
    }

    @Override
    public void waitUntil(long time) {
      now = Math.max(now, time);
    }
  }

  private WindowResult result() {
    return recording.results(recording.end()).get(0);
  }

  @Test
  void openLoop_serverThatAnswersAtOnce_sendsEachAtItsTime() throws InterruptedException {
    Sender sender = sender((lane, request, reply) -> answer(reply, 2 * MILLI));
    new OpenLoop(sender, REQUESTS, clock, recording)
        .run(new Arrivals(0, 100, false, 1), recording.end());
    WindowResult result = result();
    assertThat(result.offered()).isEqualTo(99);
    assertThat(result.lag().getMaxValue()).isEqualTo(0);
    assertThat(result.latency().getMaxValue()).isAtMost(2_001 * MILLI / 1_000);
  }

  @Test
  void openLoop_sendingThatBlocks_chargesTheWaitToEveryRequestItHeldUp()
      throws InterruptedException {
    int[] sent = {0};
    Sender sender =
        sender((lane, request, reply) -> answer(reply, sent[0]++ == 10 ? 500 * MILLI : 0));
    new OpenLoop(sender, REQUESTS, clock, recording)
        .run(new Arrivals(0, 100, false, 1), recording.end());
    WindowResult result = result();
    assertThat(result.offered()).isEqualTo(99);
    // 50 requests were due in that half second: 500 ms, 490 ms, 480 ms and so on.
    long held = result.latency().getCountBetweenValues(5 * MILLI, 1_000 * MILLI);
    assertThat(held).isWithin(1).of(50);
    assertThat(result.latency().getMean()).isWithin(8.0 * MILLI).of(50.0 * 250 * MILLI / 99);
    assertThat(result.late()).isAtLeast(48);
    // Their service times alone would have hidden all but one.
    assertThat(result.service().getCountBetweenValues(5 * MILLI, 1_000 * MILLI)).isEqualTo(1);
  }

  @Test
  void closedLoop_answersFromWithinSending_pileUpNoFrames() {
    Sender sender = sender((lane, request, reply) -> answer(reply, MILLI / 1_000));
    try (ClosedLoop loop =
        new ClosedLoop(sender, REQUESTS, clock, recording, 1, Long.MAX_VALUE, recording.end())) {
      loop.start();
      assertThat(loop.active()).isEqualTo(0);
    }
    assertThat(result().offered()).isEqualTo(1_000_000);
    assertThat(result().answered()).isEqualTo(999_999);
  }

  @Test
  void closedLoop_answersLater_keepsSoManyUnderWayAndUsesAllRequests() {
    Deque<Reply> replies = new ArrayDeque<>();
    int[] bytes = {0};
    Sender sender =
        sender(
            (lane, request, reply) -> {
              bytes[0] += request.length;
              replies.add(reply);
            });
    try (ClosedLoop loop =
        new ClosedLoop(sender, REQUESTS, clock, recording, 4, 12, recording.end())) {
      loop.start();
      for (int i = 0; i < 12; i++) {
        assertThat(replies).hasSize(Math.min(4, 12 - i));
        clock.now += MILLI;
        replies.remove().onEnd(i == 5 ? Code.INTERNAL : Code.OK);
      }
      assertThat(loop.active()).isEqualTo(0);
    }
    assertThat(bytes[0]).isEqualTo(4 * (1 + 2 + 3));
    assertThat(result().statuses()).containsExactly("INTERNAL", 1L, "OK", 11L);
  }

  private interface Script {
    void send(int lane, byte[] request, Reply reply);
  }

  private static Sender sender(Script script) {
    return new Sender() {
      @Override
      public void send(int lane, byte[] request, Reply reply) {
        script.send(lane, request, reply);
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  private void answer(Reply reply, long after) {
    clock.now += after;
    reply.onEnd(Code.OK);
  }
}
