package dev.scorekeeper.server.records;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalNumberTest {

  /** The table of RFC 8785, Appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2",
  })
  void of_numbersOfTheStandard_isItsText(String bits, String text) {
    double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

    assertThat(CanonicalNumber.of(number)).isEqualTo(text);
  }

  /** Where JDK 17 prints a digit too many, and where the nearest decimal rounds elsewhere. */
  @ParameterizedTest
  @ValueSource(strings = {"2e+23", "1.8446744073709552e+19", "5.684341886080802e-14"})
  void of_hardNumbers_isShortest(String text) {
    String plain = new BigDecimal(text).toPlainString();

    String written = CanonicalNumber.of(Double.parseDouble(text));

    assertThat(written).isAnyOf(text, plain);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void of_notFinite_isRefused(double number) {
    assertThrows(IllegalArgumentException.class, () -> CanonicalNumber.of(number));
  }

  @Property(tries = 5_000)
  void of_anyBits_givesThemBackWithNoMoreDigitsThanTheJdk(@ForAll long bits) {
    double number = Double.longBitsToDouble(bits);
    if (!Double.isFinite(number)) {
      return;
    }

    String text = CanonicalNumber.of(number);

    // Not the bits: the sign of zero is not kept.
    assertThat(Double.parseDouble(text) == number).isTrue();
    assertThat(digits(text)).isAtMost(digits(Double.toString(number)));
  }

  @Property(tries = 5_000)
  void of_anyFloat_givesItBackWithNoMoreDigitsThanTheJdk(@ForAll int bits) {
    float number = Float.intBitsToFloat(bits);
    if (!Float.isFinite(number)) {
      return;
    }

    String text = CanonicalNumber.of(number);

    assertThat((float) Double.parseDouble(text) == number).isTrue();
    assertThat(digits(text)).isAtMost(Math.max(digits(Float.toString(number)), 9));
  }

  private static int digits(String text) {
    return new BigDecimal(text).stripTrailingZeros().precision();
  }
}
