package dev.scorekeeper.cli.evaluate;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.UndefinedReason;
import org.junit.jupiter.api.Test;

final class NumbersTest {
  @Test
  void six_values_keepSixDigits() {
    assertThat(Numbers.six(0.9644444584846497)).isEqualTo("0.964444");
    assertThat(Numbers.six(3434.746826171875)).isEqualTo("3434.75");
    assertThat(Numbers.six(450)).isEqualTo("450");
    assertThat(Numbers.six(1)).isEqualTo("1");
    assertThat(Numbers.six(-0.0)).isEqualTo("0");
    assertThat(Numbers.six(1.23456789e-7)).isEqualTo("1.23457e-7");
    assertThat(Numbers.six(12345678)).isEqualTo("12345700");
    assertThat(Numbers.six(1e20)).isEqualTo("1e+20");
    assertThat(Numbers.six(Double.NaN)).isEqualTo("NaN");
    assertThat(Numbers.six(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
  }

  @Test
  void difference_sign_isShown() {
    assertThat(Numbers.difference(0.00214)).isEqualTo("+0.00214");
    assertThat(Numbers.difference(-0.5)).isEqualTo("-0.5");
    assertThat(Numbers.difference(0)).isEqualTo("0");
  }

  @Test
  void shown_undefinedAndBounded_sayWhy() {
    MetricValue undefined =
        MetricValue.newBuilder()
            .setValue(Double.NaN)
            .setUndefined(UndefinedReason.UNDEFINED_REASON_ONE_CLASS)
            .build();
    assertThat(Numbers.shown(undefined)).isEqualTo("– (one class only)");
    MetricValue bounded =
        MetricValue.newBuilder().setValue(0.75).setLowerBound(0.7).setUpperBound(0.8).build();
    assertThat(Numbers.shown(bounded)).isEqualTo("0.75 in [0.7, 0.8]");
    assertThat(Numbers.shown(bounded.toBuilder().setLowerBound(0.75).setUpperBound(0.75).build()))
        .isEqualTo("0.75");
  }
}
