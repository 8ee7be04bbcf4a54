package dev.scorekeeper.benchmarks.compare;

import static com.google.common.truth.Truth.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of {@link Report}. */
class ReportTest {

  private static final double BAND = 0.03;

  @Test
  void of_timesThatRoseAndHeapThatDidNot_isWorseByTime() {
    Report report =
        Report.of(BAND, forks(sample("a", 10, 64), 5, 0), forks(sample("a", 12, 64), 5, 0));

    assertThat(report.isWorse()).isTrue();
    assertThat(report.text()).contains("1.200 [1.200, 1.200] worse");
    assertThat(report.text()).contains("1.000 [1.000, 1.000]");
    assertThat(report.json()).contains("\"worse\":true");
  }

  @Test
  void of_timesThatVaryMoreThanTheyDiffer_isNotWorse() {
    Report report =
        Report.of(BAND, forks(sample("a", 10, 0), 5, 0), forks(sample("a", 10.5, 0), 5, 2));

    assertThat(report.isWorse()).isFalse();
  }

  @Test
  void of_heapFromNothingToAnObject_isWorse() {
    Report report =
        Report.of(BAND, forks(sample("a", 10, 1e-4), 3, 0), forks(sample("a", 10, 24), 3, 0));

    assertThat(report.isWorse()).isTrue();
    assertThat(report.lines().get(0).bytes().mean()).isWithin(1e-9).of(24);
  }

  @Test
  void of_heapOfFractionsOfAByte_isTheSame() {
    Report report =
        Report.of(BAND, forks(sample("a", 10, 1e-4), 3, 0), forks(sample("a", 10, 0.3), 3, 0));

    assertThat(report.isWorse()).isFalse();
  }

  @Test
  void of_benchmarksOfOneSideOnly_areNamedAndNotCompared() {
    List<List<Sample>> base = List.of(List.of(sample("gone", 1, 1), sample("both", 1, 1)));
    List<List<Sample>> head = List.of(List.of(sample("both", 1, 1), sample("new", 1, 1)));

    Report report = Report.of(BAND, base, head);

    assertThat(report.lines()).hasSize(1);
    assertThat(report.missing()).containsExactly("gone", "new").inOrder();
    assertThat(report.text()).contains("not compared: gone");
  }

  @Test
  void of_benchmarkThatFailedInAFork_isNotCompared() {
    List<List<Sample>> base = List.of(List.of(sample("a", 1, 1)), List.of());
    List<List<Sample>> head = forks(sample("a", 1, 1), 2, 0);

    assertThat(Report.of(BAND, base, head).missing()).containsExactly("a");
  }

  @Test
  void json_boundsThatAreNotFinite_areNull() {
    Report report = Report.of(BAND, forks(sample("a", 1, 1), 1, 0), forks(sample("a", 1, 1), 1, 0));

    assertThat(report.json())
        .contains("\"time\":{\"ratio\":1.0,\"low\":0.0,\"high\":null,\"verdict\":\"same\"}");
  }

  private static Sample sample(String name, double time, double bytes) {
    return new Sample(name, time, "us/op", bytes);
  }

  /** Forks whose times are those of the sample, plus and minus a swing in turns. */
  private static List<List<Sample>> forks(Sample sample, int count, double swing) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(
            fork ->
                List.of(
                    sample(
                        sample.benchmark(),
                        sample.time() + (fork % 2 == 0 ? swing : -swing),
                        sample.bytes())))
        .toList();
  }
}
