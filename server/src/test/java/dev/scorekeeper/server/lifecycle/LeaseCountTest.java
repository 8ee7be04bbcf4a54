package dev.scorekeeper.server.lifecycle;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LeaseCountTest {

  private final LeaseCount count = new LeaseCount();

  @Test
  void close_withoutLeases_isLastAtOnce() {
    assertThat(count.close()).isTrue();
    assertThat(count.tryAcquire()).isFalse();
  }

  @Test
  void release_afterClose_isLastOnlyForTheLastLease() {
    assertThat(count.tryAcquire()).isTrue();
    assertThat(count.tryAcquire()).isTrue();
    assertThat(count.leases()).isEqualTo(2);

    assertThat(count.close()).isFalse();
    assertThat(count.leases()).isEqualTo(2);
    assertThat(count.release()).isFalse();
    assertThat(count.release()).isTrue();
  }

  @Test
  void release_beforeClose_isNeverLast() {
    count.tryAcquire();
    assertThat(count.release()).isFalse();
  }

  @Test
  void misuse_throws() {
    assertThrows(IllegalStateException.class, count::release);
    LeaseCount closed = new LeaseCount();
    closed.close();
    assertThrows(IllegalStateException.class, closed::close);
    assertThrows(IllegalStateException.class, closed::release);
  }

  /** Three threads lease while one closes: exactly one of the four is told that it was the last. */
  @Test
  void race_ofLeasesAndClose_hasExactlyOneLast() throws Exception {
    int lessees = 3;
    ExecutorService threads = Executors.newFixedThreadPool(lessees);
    try {
      for (int round = 0; round < 2000; round++) {
        LeaseCount racing = new LeaseCount();
        AtomicInteger last = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(lessees + 1);
        Future<?>[] done = new Future<?>[lessees];
        for (int i = 0; i < lessees; i++) {
          done[i] = threads.submit(() -> leaseUntilClosed(racing, start, last));
        }
        start.await(10, TimeUnit.SECONDS);
        if (racing.close()) {
          last.incrementAndGet();
        }
        for (Future<?> future : done) {
          future.get(10, TimeUnit.SECONDS);
        }
        assertThat(last.get()).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void leaseUntilClosed(LeaseCount count, CyclicBarrier start, AtomicInteger last)
      throws Exception {
    start.await(10, TimeUnit.SECONDS);
    while (count.tryAcquire()) {
      if (count.release()) {
        last.incrementAndGet();
      }
    }
    return null;
  }
}
