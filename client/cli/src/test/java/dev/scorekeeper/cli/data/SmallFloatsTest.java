package dev.scorekeeper.cli.data;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;

final class SmallFloatsTest {
  @Test
  void half_everyBitPattern_survivesThereAndBack() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float value = SmallFloats.fromHalf((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(SmallFloats.toHalf(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void toHalf_betweenTwo_roundsToNearestEven() {
    assertThat(SmallFloats.fromHalf(SmallFloats.toHalf(2049f))).isEqualTo(2048f);
    assertThat(SmallFloats.fromHalf(SmallFloats.toHalf(2051f))).isEqualTo(2052f);
    assertThat(SmallFloats.fromHalf(SmallFloats.toHalf(65519.99f))).isEqualTo(65504f);
    assertThat(SmallFloats.fromHalf(SmallFloats.toHalf(65520f))).isPositiveInfinity();
    assertThat(SmallFloats.fromHalf(SmallFloats.toHalf(0x1p-25f))).isEqualTo(0f);
    assertThat(SmallFloats.fromHalf(SmallFloats.toHalf(0x1.8p-24f))).isEqualTo(0x1p-23f);
    assertThat(SmallFloats.fromHalf(SmallFloats.toHalf(Float.NaN))).isNaN();
  }

  @Test
  void bfloat_everyBitPattern_survivesThereAndBack() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float value = SmallFloats.fromBfloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(SmallFloats.toBfloat(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void toBfloat_betweenTwo_roundsToNearestEven() {
    assertThat(SmallFloats.fromBfloat(SmallFloats.toBfloat(257f))).isEqualTo(256f);
    assertThat(SmallFloats.fromBfloat(SmallFloats.toBfloat(259f))).isEqualTo(260f);
    assertThat(SmallFloats.fromBfloat(SmallFloats.toBfloat(Float.MAX_VALUE))).isPositiveInfinity();
    assertThat(SmallFloats.fromBfloat(SmallFloats.toBfloat(Float.NaN))).isNaN();
  }
}
