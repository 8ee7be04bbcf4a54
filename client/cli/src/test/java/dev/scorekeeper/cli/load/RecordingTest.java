package dev.scorekeeper.cli.load;

import static com.google.common.truth.Truth.assertThat;

import io.grpc.Status.Code;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Which window counts what. Times in nanoseconds; the windows are [100, 110), [110, 120), [120,
 * 130).
 */
final class RecordingTest {
  private final Recording recording = new Recording(new Timeline(0, 10, 3), 100, 4);

  @Test
  void ended_withinItsWindow_countsForBoth() {
    recording.offered(101);
    recording.ended(101, 102, 104, Code.OK);
    WindowResult window = recording.results(130).get(0);
    assertThat(window.offered()).isEqualTo(1);
    assertThat(window.answered()).isEqualTo(1);
    assertThat(window.good()).isEqualTo(1);
    assertThat(window.latency().getMaxValue()).isEqualTo(3);
    assertThat(window.service().getMaxValue()).isEqualTo(2);
    assertThat(window.lag().getMaxValue()).isEqualTo(1);
  }

  @Test
  void ended_inALaterWindow_isThroughputThereAndLatencyHere() {
    recording.offered(101);
    recording.ended(101, 101, 125, Code.OK);
    List<WindowResult> windows = recording.results(130);
    assertThat(windows.get(0).answered()).isEqualTo(0);
    assertThat(windows.get(0).latency().getMaxValue()).isEqualTo(24);
    assertThat(windows.get(2).answered()).isEqualTo(1);
    assertThat(windows.get(2).good()).isEqualTo(0);
    assertThat(windows.get(2).latency().getTotalCount()).isEqualTo(0);
  }

  @Test
  void ended_afterTheLastWindow_isStillALatency() {
    recording.offered(129);
    recording.ended(129, 129, 9_129, Code.OK);
    WindowResult total = WindowResult.inSequence(recording.results(130));
    assertThat(total.answered()).isEqualTo(0);
    assertThat(total.latency().getMaxValue()).isAtLeast(9_000);
    assertThat(total.unanswered()).isEqualTo(0);
  }

  @Test
  void ended_intendedInTheWarmUp_isOnlyThroughput() {
    recording.offered(99);
    recording.ended(99, 99, 105, Code.OK);
    WindowResult window = recording.results(130).get(0);
    assertThat(window.offered()).isEqualTo(0);
    assertThat(window.latency().getTotalCount()).isEqualTo(0);
    assertThat(window.answered()).isEqualTo(1);
  }

  @Test
  void ended_withErrors_countsThemByStatusAndApart() {
    recording.offered(101);
    recording.offered(102);
    recording.offered(103);
    recording.ended(101, 101, 103, Code.RESOURCE_EXHAUSTED);
    recording.ended(102, 102, 104, Code.OK);
    WindowResult window = recording.results(130).get(0);
    assertThat(window.statuses()).isEqualTo(Map.of("OK", 1L, "RESOURCE_EXHAUSTED", 1L));
    assertThat(window.failed()).isEqualTo(1);
    assertThat(window.unanswered()).isEqualTo(1);
    assertThat(window.latency().getTotalCount()).isEqualTo(1);
    assertThat(window.failedLatency().getTotalCount()).isEqualTo(1);
    assertThat(window.shareWithin(4)).isWithin(1e-9).of(1.0 / 3);
  }

  @Test
  void results_stoppedEarly_leavesOutWhatDidNotHappen() {
    recording.offered(101);
    List<WindowResult> windows = recording.results(115);
    assertThat(windows).hasSize(2);
    assertThat(windows.get(1).nanos()).isEqualTo(5);
  }
}
