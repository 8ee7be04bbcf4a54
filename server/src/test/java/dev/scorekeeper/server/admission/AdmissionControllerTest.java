package dev.scorekeeper.server.admission;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.config.DataSize;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.stats.ServerStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class AdmissionControllerTest {

  private static final long NEVER = Long.MAX_VALUE;

  private final Foresight foresight = new Foresight();
  private final AtomicLong now = new AtomicLong(-5_000);
  private final ServerStats stats = new ServerStats();
  private final AdmissionController controller =
      new AdmissionController(
          new AdmissionConfig(100, new DataSize(2048), Duration.ofMillis(50)), stats, now::get);

  @Test
  void defaults_are_generous() {
    AdmissionConfig defaults = AdmissionConfig.defaults();

    assertThat(defaults.maxRowsInFlight()).isEqualTo(1_000_000);
    assertThat(defaults.maxBytesInFlight()).isEqualTo(DataSize.ofMebibytes(1024));
    assertThat(defaults.maxQueueDelay()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void config_notPositive_throws() {
    DataSize bytes = new DataSize(1);
    Duration delay = Duration.ofMillis(1);

    assertThrows(IllegalArgumentException.class, () -> new AdmissionConfig(0, bytes, delay));
    assertThrows(
        IllegalArgumentException.class, () -> new AdmissionConfig(1, new DataSize(0), delay));
    assertThrows(
        IllegalArgumentException.class, () -> new AdmissionConfig(1, bytes, Duration.ZERO));
  }

  @Test
  void admit_rowsUpToTheLimit_refusesTheNext() {
    admitted(controller.admit(foresight, 60, 0, 0, 0, NEVER));
    Permit second = admitted(controller.admit(foresight, 40, 0, 0, 0, NEVER));

    Problem problem = turned(controller.admit(foresight, 1, 0, 40_000_000, 0, NEVER));
    assertThat(problem.reason()).isEqualTo(Reason.TOO_MANY_ROWS);
    assertThat(problem.retryAfter()).isEqualTo(Duration.ofMillis(20));
    assertThat(problem.details()).containsEntry("limit", "100");

    second.release();
    admitted(controller.admit(foresight, 1, 0, 0, 0, NEVER));
  }

  @Test
  void admit_bytesOverTheLimit_refusesAndReservesNothing() {
    admitted(controller.admit(foresight, 10, 2000, 0, 0, NEVER));

    assertThat(turned(controller.admit(foresight, 10, 49, 0, 0, NEVER)).reason())
        .isEqualTo(Reason.TOO_MANY_BYTES);
    assertThat(controller.rowsInFlight()).isEqualTo(10);
    assertThat(controller.bytesInFlight()).isEqualTo(2000);
    assertThat(stats.snapshot().inFlightRows()).isEqualTo(10);
    assertThat(stats.snapshot().inFlightBytes()).isEqualTo(2000);
  }

  @Test
  void admit_largerThanAnyLimitWhenNothingIsInFlight_isAdmitted() {
    Permit permit = admitted(controller.admit(foresight, 1_000, 100_000, 0, 0, NEVER));

    assertThat(turned(controller.admit(foresight, 1, 1, 0, 0, NEVER)).reason())
        .isEqualTo(Reason.TOO_MANY_ROWS);
    permit.close();
    assertThat(controller.rowsInFlight()).isEqualTo(0);
  }

  @Test
  void admit_waitTooLong_refusesWithAdvice() {
    Problem problem = turned(controller.admit(foresight, 1, 1, 51_000_000, 0, NEVER));

    assertThat(problem.reason()).isEqualTo(Reason.QUEUE_DELAY_TOO_LONG);
    assertThat(problem.retryAfter()).isEqualTo(Duration.ofNanos(17_500_000));
    assertThat(stats.snapshot().refused()).containsExactly(Reason.QUEUE_DELAY_TOO_LONG, 1L);
  }

  @Test
  void admit_deadlinePassed_refusesAsExpired() {
    assertThat(turned(controller.admit(foresight, 1, 1, 0, 0, now.get())).reason())
        .isEqualTo(Reason.DEADLINE_EXPIRED);
  }

  @Test
  void admit_deadlineBeforeThePredictedAnswer_refusesAsTooShort() {
    long deadline = now.get() + 1_000;

    assertThat(turned(controller.admit(foresight, 1, 1, 0, 1_001, deadline)).reason())
        .isEqualTo(Reason.DEADLINE_TOO_SHORT);
    admitted(controller.admit(foresight, 1, 1, 0, 1_000, deadline));
  }

  @Test
  void admit_deadlineJustBehindThePredictedWait_leavesAMargin() {
    long deadline = now.get() + 1_000;

    assertThat(turned(controller.admit(foresight, 1, 1, 600, 251, deadline)).reason())
        .isEqualTo(Reason.DEADLINE_TOO_SHORT);
    admitted(controller.admit(foresight, 1, 1, 600, 250, deadline));
  }

  @Test
  void admit_waitsTookTwiceAsLongAsPredicted_expectsThatOfTheNext() {
    for (int i = 0; i < 2_000; i++) {
      Permit permit = admitted(controller.admit(foresight, 1, 1, 1_000_000, 0, NEVER));
      now.addAndGet(2_000_000);
      permit.release();
    }

    assertThat(foresight.slowness()).isWithin(0.01).of(2);
    admitted(controller.admit(foresight, 1, 1, 26_000_000, 0, NEVER)).release();
    long deadline = now.get() + 10_000_000;
    assertThat(turned(controller.admit(foresight, 1, 1, 4_100_000, 0, deadline)).details())
        .containsExactly("predicted_ms", "9", "needed_ms", "12");
    admitted(controller.admit(new Foresight(), 1, 1, 4_100_000, 0, deadline));
  }

  @Test
  void admit_queueStands_wantsAQuarterOfTheTimeLeft() {
    long wait = 20_000_000;
    for (int i = 0; i < 11; i++) {
      admitted(controller.admit(foresight, 0, 0, wait, 0, now.get() + 30_000_000));
      now.addAndGet(10_000_000);
    }

    turned(controller.admit(foresight, 0, 0, wait, 0, now.get() + 79_000_000));
    admitted(controller.admit(foresight, 0, 0, wait, 0, now.get() + 81_000_000));
  }

  @Test
  void admit_queueWasShortInBetween_isABurst() {
    for (int i = 0; i < 30; i++) {
      long wait = i % 9 == 8 ? 1_000_000 : 20_000_000;
      admitted(controller.admit(foresight, 0, 0, wait, 0, now.get() + 30_000_000));
      now.addAndGet(10_000_000);
    }
  }

  @Test
  void admit_longAfterTheLastLongWait_isABurst() {
    for (int i = 0; i < 5; i++) {
      admitted(controller.admit(foresight, 0, 0, 20_000_000, 0, now.get() + 30_000_000));
      now.addAndGet(150_000_000);
    }
  }

  @Test
  void admit_nothingQueued_learnsNothing() {
    Permit permit = admitted(controller.admit(foresight, 1, 1, 0, 1_000_000, NEVER));
    now.addAndGet(1_000_000_000);
    permit.release();

    assertThat(foresight.slowness()).isEqualTo(1);
  }

  @Test
  void admit_aboutTheSamePrediction_isTheSameProblem() {
    Problem first = turned(controller.admit(foresight, 1, 1, 51_000_000, 0, NEVER));
    Problem second = turned(controller.admit(foresight, 1, 1, 60_000_000, 0, NEVER));
    Problem third = turned(controller.admit(foresight, 1, 1, 60_000_001, 0, NEVER));

    assertThat(second).isSameInstanceAs(first);
    assertThat(first.details()).containsExactly("predicted_ms", "60", "limit_ms", "50");
    assertThat(third.details()).containsExactly("predicted_ms", "80", "limit_ms", "50");
  }

  @Test
  void admit_sameTimesForOtherReasons_areOtherProblems() {
    Problem wait = turned(controller.admit(foresight, 1, 1, 51_000_000, 0, NEVER));
    Problem deadline =
        turned(controller.admit(new Foresight(), 1, 1, 51_000_000, 0, now.get() + 1_000_000));

    assertThat(wait.reason()).isEqualTo(Reason.QUEUE_DELAY_TOO_LONG);
    assertThat(deadline.reason()).isEqualTo(Reason.DEADLINE_TOO_SHORT);
  }

  @Property(tries = 500)
  void admit_tooLate_tellsTimesThatAreNotLessAndAtMostAThirdMore(
      @ForAll @LongRange(min = 1, max = 3_600_000_000_000L) long runNanos) {
    long deadline = now.get() + runNanos - 1;

    Problem problem = turned(controller.admit(foresight, 0, 0, 0, runNanos, deadline));

    if (deadline > now.get()) {
      long told = Long.parseLong(problem.details().get("needed_ms")) * 1_000_000;
      assertThat(told).isAtLeast(runNanos);
      assertThat(told).isAtMost(Math.max(runNanos + 999_999, runNanos / 3 * 4));
    } else {
      assertThat(problem.reason()).isEqualTo(Reason.DEADLINE_EXPIRED);
    }
  }

  @Test
  void release_twice_throws() {
    Permit permit = admitted(controller.admit(foresight, 1, 1, 0, 0, NEVER));
    permit.release();

    assertThrows(IllegalStateException.class, permit::release);
    assertThat(controller.rowsInFlight()).isEqualTo(0);
  }

  @Property(tries = 200)
  void admitAndRelease_anyOrder_neverLeaks(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 150) Integer> sizes) {
    AdmissionController fresh =
        new AdmissionController(
            new AdmissionConfig(100, new DataSize(1000), Duration.ofSeconds(1)),
            new ServerStats(),
            () -> 0);
    List<Permit> held = new ArrayList<>();
    long before = 0;
    for (int size : sizes) {
      if (fresh.admit(foresight, size, size * 11L, 0, 0, NEVER) instanceof Permit permit) {
        held.add(permit);
      } else if (!held.isEmpty()) {
        held.remove(size % held.size()).release();
      }
      long after = fresh.rowsInFlight();
      assertThat(after <= 100 || after <= before || before == 0).isTrue();
      before = after;
    }
    held.forEach(Permit::release);

    assertThat(fresh.rowsInFlight()).isEqualTo(0);
    assertThat(fresh.bytesInFlight()).isEqualTo(0);
    admitted(fresh.admit(foresight, 1_000, 100_000, 0, 0, NEVER));
  }

  @Test
  void admitAndRelease_manyThreads_endsEmpty() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(new Thread(this::admitAndReleaseOften));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(controller.rowsInFlight()).isEqualTo(0);
    assertThat(controller.bytesInFlight()).isEqualTo(0);
    assertThat(stats.snapshot().inFlightRequests()).isEqualTo(0);
  }

  private void admitAndReleaseOften() {
    for (int i = 0; i < 20_000; i++) {
      int rows = ThreadLocalRandom.current().nextInt(60);
      if (controller.admit(foresight, rows, rows, 0, 0, NEVER) instanceof Permit permit) {
        permit.release();
      }
    }
  }

  private static Permit admitted(Admission admission) {
    assertThat(admission).isInstanceOf(Permit.class);
    return (Permit) admission;
  }

  private static Problem turned(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Turned.class);
    return ((Admission.Turned) admission).problem();
  }
}
