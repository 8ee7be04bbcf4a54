package dev.scorekeeper.cli.report;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.v1.MissingLabelPolicy;
import dev.scorekeeper.v1.Verdict;
import org.junit.jupiter.api.Test;

/** Numbers and enums in words. */
final class FiguresTest {

  @Test
  void number_magnitudes_haveAboutFiveDigits() {
    assertThat(Figures.number(0.95333333)).isEqualTo("0.9533");
    assertThat(Figures.number(-12.34567)).isEqualTo("−12.346");
    assertThat(Figures.number(123.4567)).isEqualTo("123.46");
    assertThat(Figures.number(2859.69618)).isEqualTo("2,859.7");
    assertThat(Figures.number(0.00412345)).isEqualTo("0.004123");
    assertThat(Figures.number(3.21e-7)).isEqualTo("3.21e-7");
    assertThat(Figures.number(4.5e12)).isEqualTo("4.50e+12");
  }

  @Test
  void number_wholeAndSpecial_areShownAsTheyAre() {
    assertThat(Figures.number(1)).isEqualTo("1");
    assertThat(Figures.number(-0.0)).isEqualTo("0");
    assertThat(Figures.number(1234567)).isEqualTo("1,234,567");
    assertThat(Figures.number(Double.NaN)).isEqualTo("NaN");
    assertThat(Figures.number(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
  }

  @Test
  void difference_smallOrLarge_hasItsSign() {
    assertThat(Figures.difference(0.00419)).isEqualTo("+0.0042");
    assertThat(Figures.difference(-0.0123)).isEqualTo("−0.0123");
    assertThat(Figures.difference(0)).isEqualTo("0");
  }

  @Test
  void of_enum_isItsNameWithoutItsType() {
    assertThat(Words.of(MissingLabelPolicy.MISSING_LABEL_POLICY_SKIP)).isEqualTo("skip");
    assertThat(Words.of(Verdict.VERDICT_NOT_GATED)).isEqualTo("not gated");
    assertThat(Words.of(Verdict.UNRECOGNIZED)).isEqualTo("unrecognized");
  }

  @Test
  void joined_emptyParts_areLeftOut() {
    assertThat(Words.joined("a", "", "b")).isEqualTo("a · b");
  }
}
