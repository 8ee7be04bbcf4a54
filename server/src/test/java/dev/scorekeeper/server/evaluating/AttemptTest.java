package dev.scorekeeper.server.evaluating;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.stats.EvaluationCounts;
import dev.scorekeeper.server.stats.ServerStats;
import org.junit.jupiter.api.Test;

final class AttemptTest {

  private final ServerStats stats = new ServerStats();
  private long now = 1_000;

  private Attempt begin() {
    return new Attempt(stats.evaluations(), () -> now);
  }

  private EvaluationCounts counts() {
    return stats.snapshot().evaluations();
  }

  @Test
  void completed_countsRowsAndTime() {
    Attempt attempt = begin();
    assertThat(counts().started()).isEqualTo(1);
    assertThat(counts().inProgress()).isEqualTo(1);

    now += 5_000;
    attempt.completed(70);

    assertThat(counts().completed()).isEqualTo(1);
    assertThat(counts().rows()).isEqualTo(70);
    assertThat(counts().time().sumNanos()).isEqualTo(5_000);
    assertThat(counts().inProgress()).isEqualTo(0);
  }

  @Test
  void failed_countsTheReasonAlone() {
    begin().failed(Reason.CANCELLED);
    begin().failed(Reason.CANCELLED);

    assertThat(counts().started()).isEqualTo(2);
    assertThat(counts().failed()).containsExactly(Reason.CANCELLED, 2L);
    assertThat(counts().rows()).isEqualTo(0);
    assertThat(counts().time().count()).isEqualTo(0);
    assertThat(counts().inProgress()).isEqualTo(0);
  }

  @Test
  void end_twice_isRefused() {
    Attempt attempt = begin();
    attempt.completed(1);

    assertThrows(IllegalStateException.class, () -> attempt.failed(Reason.CANCELLED));
    assertThat(counts().failed()).isEmpty();
  }
}
