package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.Range;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.scorekeeper.server.pipeline.Caller;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.transport.FakeScorer;
import dev.scorekeeper.server.transport.TestServer;
import dev.scorekeeper.server.transport.TransportConfig;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a server sees of the traffic that it sends to itself. */
final class SelfTrafficTest {

  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final byte[] REQUEST =
      PredictRequest.newBuilder()
          .setModel(ModelSpec.newBuilder().setName("echo"))
          .build()
          .toByteArray();

  private final AtomicInteger most = new AtomicInteger();
  private final Queue<Long> timesLeft = new ConcurrentLinkedQueue<>();

  /** Answers each request a moment after the loop has read what there was. */
  private void answerLater(FakeScorer.Call call, Collection<Caller> open) {
    Caller caller = call.caller();
    long deadline = caller.deadlineNanos();
    timesLeft.add(deadline == Long.MAX_VALUE ? deadline : deadline - System.nanoTime());
    open.removeIf(Caller::isCancelled);
    open.add(caller);
    most.accumulateAndGet(open.size(), Math::max);
    caller
        .executor()
        .execute(
            () -> {
              open.remove(caller);
              call.echo();
            });
  }

  private static PredictRequest requestFor(String model) {
    return PredictRequest.newBuilder().setModel(ModelSpec.newBuilder().setName(model)).build();
  }

  @Test
  void cycle_requestThatIsRefused_isNotInIt() {
    try (TestServer server = TestServer.start()) {
      server.scorer.behave(
          call -> {
            if (call.request().model().equals("refused")) {
              call.refuse(Problem.of(Reason.MODEL_NOT_FOUND, "There is none."));
            } else {
              call.echo();
            }
          });
      List<byte[]> cycle =
          SelfTraffic.cycle(
              TransportConfig.defaults(),
              server.server.port(),
              List.of(requestFor("refused"), requestFor("first"), requestFor("second")));

      assertThat(cycle.size()).isIn(Range.closed(511, 513));
      Set<PredictRequest> kinds = new HashSet<>();
      for (byte[] request : cycle) {
        kinds.add(parsed(request));
      }
      assertThat(kinds).containsExactly(requestFor("first"), requestFor("second"));
    }
  }

  @Test
  void cycle_nothingIsAnswered_isEmpty() {
    try (TestServer server = TestServer.start()) {
      server.scorer.behave(call -> call.refuse(Problem.of(Reason.MODEL_NOT_FOUND, "None.")));

      assertThat(
              SelfTraffic.cycle(
                  TransportConfig.defaults(), server.server.port(), List.of(requestFor("any"))))
          .isEmpty();
    }
  }

  @Test
  void cycle_noServer_isEmpty() {
    int port;
    try (TestServer server = TestServer.start()) {
      port = server.server.port();
    }

    assertThat(SelfTraffic.cycle(TransportConfig.defaults(), port, List.of(requestFor("any"))))
        .isEmpty();
  }

  private static PredictRequest parsed(byte[] bytes) {
    try {
      return PredictRequest.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private long send(int calls, long wanted) {
    Collection<Caller> open = ConcurrentHashMap.newKeySet();
    try (TestServer server = TestServer.start()) {
      server.scorer.behave(call -> answerLater(call, open));
      return SelfTraffic.round(
          TransportConfig.defaults(),
          server.server.port(),
          List.of(REQUEST),
          calls,
          wanted,
          System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
    }
  }

  @Test
  void round_ofOneCall_sendsThemOneAtATime() {
    assertThat(send(1, 500)).isAtLeast(500L);

    assertThat(most.get()).isEqualTo(1);
  }

  @Test
  void round_ofSeveralCalls_sendsThemInCrowds() {
    assertThat(send(8, 500)).isAtLeast(500L);

    assertThat(most.get()).isGreaterThan(1);
  }

  @Test
  void round_ofAnyKind_hasCallsWithoutDeadlineAndSomeWithOneThatCannotBeKept() {
    long sent = send(1, 500);

    List<Long> left = new ArrayList<>(timesLeft);
    assertThat(left.stream().filter(nanos -> nanos == Long.MAX_VALUE).count()).isAtLeast(100L);
    // Of the others some are cancelled before their message is handed on.
    long kept = left.stream().filter(nanos -> nanos > SHORT_NANOS).count();
    assertThat(sent - kept).isIn(Range.closed(1L, 100L));
  }
}
