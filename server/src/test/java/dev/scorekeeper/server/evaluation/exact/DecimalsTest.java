package dev.scorekeeper.server.evaluation.exact;

import static com.google.common.truth.Truth.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class DecimalsTest {

  @Test
  void shortest_plainNumbers_areAsPythonWritesThem() {
    assertThat(Decimals.shortest(0.1)).isEqualTo("0.1");
    assertThat(Decimals.shortest(2)).isEqualTo("2.0");
    assertThat(Decimals.shortest(-120)).isEqualTo("-120.0");
    assertThat(Decimals.shortest(2e-3)).isEqualTo("0.002");
    assertThat(Decimals.shortest(1e-7)).isEqualTo("1e-07");
    assertThat(Decimals.shortest(-1.5e300)).isEqualTo("-1.5e+300");
    assertThat(Decimals.shortest(0x1.52d02c7e14af6p77)).isEqualTo("2e+23");
    assertThat(Decimals.shortest(1e16)).isEqualTo("1e+16");
    assertThat(Decimals.shortest(1234567890123456.0)).isEqualTo("1234567890123456.0");
    assertThat(Decimals.shortest(Double.MIN_VALUE)).isEqualTo("5e-324");
    assertThat(Decimals.shortest(-0.0)).isEqualTo("-0.0");
    assertThat(Decimals.shortest(Double.NaN)).isEqualTo("NaN");
    assertThat(Decimals.shortest(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
  }

  @Test
  void shortest_anyBits_comeBack() {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      double x = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(x)) {
        assertThat(Double.parseDouble(Decimals.shortest(x))).isEqualTo(x);
      }
    }
  }
}
