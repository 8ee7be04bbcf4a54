package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WorkerThreadsTest {

  @Test
  void ready_severalSources_takeTurnsInOrder() throws InterruptedException {
    try (WorkerThreads threads = WorkerThreads.start(1)) {
      CountDownLatch blocked = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(4);
      List<String> order = new CopyOnWriteArrayList<>();
      threads.ready(() -> await(blocked), 0);
      for (String name : List.of("a", "b", "a", "b")) {
        threads.ready(
            () -> {
              order.add(name);
              done.countDown();
            },
            0);
      }
      blocked.countDown();

      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(order).containsExactly("a", "b", "a", "b").inOrder();
    }
  }

  @Test
  void ready_sourceThrows_workerGoesOn() throws InterruptedException {
    try (WorkerThreads threads = WorkerThreads.start(1)) {
      CountDownLatch done = new CountDownLatch(1);
      threads.ready(
          () -> {
            throw new IllegalStateException("thrown on purpose by a test");
          },
          0);
      threads.ready(done::countDown, 0);

      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void delay_allBusy_countsWhatIsAhead() throws InterruptedException {
    try (WorkerThreads threads = WorkerThreads.start(1)) {
      assertThat(threads.hasIdle()).isTrue();
      assertThat(threads.delayNanos(0, 100)).isEqualTo(0);
      CountDownLatch started = new CountDownLatch(1);
      CountDownLatch blocked = new CountDownLatch(1);
      threads.ready(
          () -> {
            started.countDown();
            await(blocked);
          },
          1_000);
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

      assertThat(threads.hasIdle()).isFalse();
      assertThat(threads.busy()).isEqualTo(1);
      assertThat(threads.delayNanos(2, 100)).isEqualTo(2 * 100 + 500);
      assertThat(threads.canHelp(Runnable::run)).isFalse();
      blocked.countDown();
    }
  }

  @Test
  void schedule_afterAWhile_runs() throws InterruptedException {
    try (WorkerThreads threads = WorkerThreads.start(1)) {
      CountDownLatch done = new CountDownLatch(1);
      threads.schedule(done::countDown, 1_000_000);

      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void schedule_afterClose_isIgnored() {
    WorkerThreads threads = WorkerThreads.start(1);
    threads.close();

    threads.schedule(() -> {}, 1);
    assertThat(threads.busy()).isEqualTo(0);
  }

  @Test
  void start_noThreads_throws() {
    assertThrows(IllegalArgumentException.class, () -> WorkerThreads.start(0));
  }

  @Test
  void behind_twoLoopsOneLongAgo_countsTheRecentOne() {
    AtomicLong now = new AtomicLong();
    BusyLoops loops = new BusyLoops(now::get);
    assertThat(loops.behind(new FakeLoop())).isEqualTo(1);
    now.addAndGet(1_000_000);
    assertThat(loops.behind(new FakeLoop())).isEqualTo(2);
    now.addAndGet(4_500_000);
    assertThat(loops.behind(new FakeLoop())).isEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
