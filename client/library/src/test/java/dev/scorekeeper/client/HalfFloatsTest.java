package dev.scorekeeper.client;

import static com.google.common.truth.Truth.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class HalfFloatsTest {

  @Test
  void float16_allBitPatterns_surviveTheWayThere() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloats.fromFloat16((short) bits);
      if (Float.isNaN(value)) {
        assertThat(Float.isNaN(HalfFloats.fromFloat16(HalfFloats.toFloat16(value)))).isTrue();
      } else {
        assertThat(HalfFloats.toFloat16(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void toFloat16_betweenTwoValues_takesTheNearestAndTiesToEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = HalfFloats.fromFloat16((short) bits);
      float high = HalfFloats.fromFloat16((short) (bits + 1));
      float middle =
          BigDecimal.valueOf(low)
              .add(BigDecimal.valueOf(high))
              .divide(BigDecimal.valueOf(2))
              .floatValue();

      assertThat(HalfFloats.toFloat16(middle)).isEqualTo((short) (bits + (bits & 1)));
      assertThat(HalfFloats.toFloat16(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(HalfFloats.toFloat16(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(HalfFloats.toFloat16(-middle)).isEqualTo((short) ((bits + (bits & 1)) | 0x8000));
    }
  }

  @Test
  void toFloat16_beyondTheRange_isInfinite() {
    assertThat(HalfFloats.toFloat16(65519.996f)).isEqualTo((short) 0x7bff);
    assertThat(HalfFloats.toFloat16(65520f)).isEqualTo((short) 0x7c00);
    assertThat(HalfFloats.toFloat16(-1e30f)).isEqualTo((short) 0xfc00);
  }

  @Test
  void bfloat16_allBitPatterns_surviveTheWayThere() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloats.fromBfloat16((short) bits);
      if (Float.isNaN(value)) {
        assertThat(Float.isNaN(HalfFloats.fromBfloat16(HalfFloats.toBfloat16(value)))).isTrue();
      } else {
        assertThat(HalfFloats.toBfloat16(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void toBfloat16_halfWay_goesToEven() {
    assertThat(HalfFloats.toBfloat16(Float.intBitsToFloat(0x3f808000))).isEqualTo((short) 0x3f80);
    assertThat(HalfFloats.toBfloat16(Float.intBitsToFloat(0x3f818000))).isEqualTo((short) 0x3f82);
    assertThat(HalfFloats.toBfloat16(Float.intBitsToFloat(0x3f808001))).isEqualTo((short) 0x3f81);
    assertThat(HalfFloats.toBfloat16(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
  }
}
