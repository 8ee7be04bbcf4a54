package dev.scorekeeper.benchmarks.compare;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.benchmarks.compare.Ratio.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of {@link Ratio}. */
class RatioTest {

  private static final double BAND = 0.03;

  @Test
  void of_threePairs_isStudentsIntervalOfTheLogarithms() {
    // The logarithms of 1.1, 1.2 and 1.3 have a standard deviation of 0.08355;
    // 4.303 x 0.08355 / sqrt(3) = 0.2076.
    Ratio ratio = Ratio.of(List.of(10.0, 20.0, 100.0), List.of(11.0, 24.0, 130.0));

    assertThat(ratio.mean()).isWithin(1e-9).of(Math.cbrt(1.1 * 1.2 * 1.3));
    double half = Math.log(ratio.high() / ratio.mean());
    assertThat(half).isWithin(1e-4).of(0.20758);
    assertThat(Math.log(ratio.mean() / ratio.low())).isWithin(1e-12).of(half);
  }

  @Test
  void of_bothSidesSlowerInSomePairs_isNotWidened() {
    // The machine was three times slower during the second pair, for both alike.
    Ratio ratio = Ratio.of(List.of(10.0, 30.0, 10.0), List.of(12.0, 36.0, 12.0));

    assertThat(ratio.low()).isWithin(1e-9).of(1.2);
    assertThat(ratio.high()).isWithin(1e-9).of(1.2);
  }

  @Test
  void of_twoSidesExchanged_isTheInverse() {
    List<Double> a = List.of(1.0, 2.0, 4.0, 3.0);
    List<Double> b = List.of(2.0, 2.1, 3.9, 5.0);

    Ratio ratio = Ratio.of(a, b);
    Ratio inverse = Ratio.of(b, a);

    assertThat(inverse.mean()).isWithin(1e-12).of(1 / ratio.mean());
    assertThat(inverse.low()).isWithin(1e-12).of(1 / ratio.high());
  }

  @Test
  void of_onePair_knowsNothing() {
    Ratio ratio = Ratio.of(List.of(1.0), List.of(9.0));

    assertThat(ratio.verdict(BAND)).isEqualTo(Verdict.SAME);
    assertThat(ratio.low()).isEqualTo(0.0);
    assertThat(ratio.high()).isPositiveInfinity();
  }

  @Test
  void of_noPairsOrUnequalOrNotPositive_throws() {
    assertThrows(IllegalArgumentException.class, () -> Ratio.of(List.of(), List.of()));
    assertThrows(IllegalArgumentException.class, () -> Ratio.of(List.of(1.0), List.of(1.0, 2.0)));
    assertThrows(IllegalArgumentException.class, () -> Ratio.of(List.of(1.0), List.of(0.0)));
    assertThrows(IllegalArgumentException.class, () -> Ratio.of(List.of(Double.NaN), List.of(1.0)));
  }

  @Test
  void verdict_wholeIntervalBeyondTheBand_isWorseOrBetter() {
    assertThat(new Ratio(1.04, 1.1, 1.2).verdict(BAND)).isEqualTo(Verdict.WORSE);
    assertThat(new Ratio(1.02, 1.1, 1.2).verdict(BAND)).isEqualTo(Verdict.SAME);
    assertThat(new Ratio(0.9, 0.93, 0.96).verdict(BAND)).isEqualTo(Verdict.BETTER);
    assertThat(new Ratio(0.9, 0.95, 0.98).verdict(BAND)).isEqualTo(Verdict.SAME);
  }
}
